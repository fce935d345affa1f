import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DatasetPlugin,
  parsePartial,
  type Registry,
  readTokenizer,
  type Storage,
  type Task,
  TOKENIZER_FILE,
  UsageError,
} from '@prattle/core';
import { inferDataset } from '@prattle/datasets';
import { DEFAULT_MODEL, type RunRequest } from '@prattle/runs';
import { trainingSettings } from '@prattle/training';
import { type Command, Option } from 'commander';
import { backendGroups, backendSettings } from './flags/backend-flags.js';
import { addSettingFlags, type SettingFlags, type SettingGroup } from './flags/setting-flags.js';
import { addLearningFlags, batchByItself, runName, runToStartFrom } from './learning-flags.js';
import { addPlugins, resolvePlugin } from './plugins.js';
import { type RunFile, readRunFile } from './run-file.js';

/** Options of a run that are no plugin's settings. */
export interface RunOptions {
  readonly model?: string;
  readonly preset?: string;
  readonly dataset?: string;
  readonly tokenizer?: string;
  readonly backend?: string;
  readonly threads?: string;
  readonly config?: string;
  readonly from?: string;
  readonly callback?: readonly string[];
}

/** A command's flags for everything that decides a run. */
export interface RunFlags {
  readonly normalise: SettingFlags['normalise'];
  /** @throws UsageError, ConfigError, RegistryError or DatasetError */
  request(data: readonly string[], options: RunOptions & Readonly<Record<string, unknown>>): Promise<RunRequest>;
  /** Modules that the flags name, beside those of a file. */
  readonly plugins: readonly string[];
  /** The callbacks given as flags, with their settings. */
  callbacks(options: Readonly<Record<string, unknown>>): NonNullable<RunRequest['callbacks']>;
  /** The settings of backends given as flags. */
  backend(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** The training settings given as flags. */
  training(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/**
 * Adds the flags of a run to a command. Which there are depends on the command line itself: `--model` brings its
 * settings, DATA those of its dataset, and the model that suits it.
 */
export async function addRunFlags(
  command: Command,
  commandLine: readonly string[],
  registry: Registry,
  storage: Storage,
  { learns = false }: { readonly learns?: boolean } = {},
): Promise<RunFlags> {
  const argv = commandLine.map(runName);
  if (learns) addLearningFlags(command, registry);
  command
    .addOption(new Option('--model <name>', `model family (${registry.names('model').join(', ')})`).helpGroup('Run'))
    .addOption(new Option('--preset <name>', 'named settings of the family').helpGroup('Run'))
    .addOption(new Option('--dataset <kind>', `how to read DATA (${registry.names('dataset').join(', ')})`).helpGroup('Run'))
    .addOption(
      new Option(
        '--tokenizer <name>',
        `tokenizer to learn (${registry.names('tokenizer').join(', ')}), or the file of one that is learnt`,
      ).helpGroup('Run'),
    )
    .addOption(new Option('--backend <name>', `what computes (auto, ${registry.names('backend').join(', ')})`).helpGroup('Run'))
    .addOption(new Option('--threads <number>', 'CPU threads; results do not depend on it').helpGroup('Run'))
    .addOption(
      new Option('--plugin <module>', 'further plugins: packages, folders, .ts or .js files; may be repeated')
        .argParser(collect)
        .helpGroup('Run'),
    )
    .addOption(new Option('--config <file>', 'settings from a JSON file; flags override it').helpGroup('Run'));

  const configPath = flagValue(argv, '--config');
  const configured: RunFile = configPath === undefined ? {} : await readRunFile(storage, configPath);
  const from = learns ? (flagValue(argv, '--from') ?? configured.from) : undefined;
  const started = from === undefined ? {} : await runToStartFrom(storage, from, flagValue(argv, '--model'));
  const file: RunFile = { ...configured, ...started };
  const plugins = [...(file.plugins ?? []), ...flagValues(argv, '--plugin')];
  await addPlugins(registry, plugins);
  const modelName = flagValue(argv, '--model') ?? file.model?.name;
  const chosenModel =
    modelName === undefined ? undefined : registry.get('model', await resolvePlugin(registry, 'model', modelName, plugins));
  const likely = await likelyDataset(argv, file, registry, storage, chosenModel?.task);
  const model = chosenModel ?? registry.get('model', likely.defaultModel ?? DEFAULT_MODEL);
  const tokenizerName = flagValue(argv, '--tokenizer') ?? file.tokenizer?.name ?? 'character';
  const tokenizerFile = isTokenizerFile(tokenizerName) ? tokenizerName : file.tokenizer?.file;
  const tokenizerKind = tokenizerFile === undefined ? tokenizerName : (await readTokenizer(registry, storage, tokenizerFile)).kind;
  const tokenizer = registry.get('tokenizer', await resolvePlugin(registry, 'tokenizer', tokenizerKind, plugins));
  const callbacks = await Promise.all(
    (learns ? flagValues(argv, '--callback') : []).map(async (name) =>
      registry.get('callback', await resolvePlugin(registry, 'callback', name, plugins)),
    ),
  );
  const backendName = flagValue(argv, '--backend') ?? file.backend?.name ?? 'auto';
  if (backendName !== 'auto') await resolvePlugin(registry, 'backend', backendName, plugins);
  const backends = backendGroups(registry);
  const flags = addSettingFlags(command, [
    { name: 'training', title: 'Training', schema: trainingSettings },
    { name: 'model', title: `Model: ${model.name}`, schema: model.config },
    { name: 'dataset', title: 'Data', schema: likely.config },
    // One that is learnt already has nothing left to set.
    ...(tokenizerFile === undefined ? [{ name: 'tokenizer', title: `Tokenizer: ${tokenizer.name}`, schema: tokenizer.config }] : []),
    ...callbacks.map(({ name, config }) => ({ name, title: `Callback: ${name}`, schema: config })),
    ...backends,
  ] satisfies SettingGroup[]);

  return {
    normalise: (words) => batchByItself(flags.normalise(words.map(runName))),
    plugins,
    callbacks: (options) => callbacks.map(({ name }) => ({ name, settings: flags.read(options)[name] ?? {} })),
    backend: (options) => backendSettings(flags.read(options), backends),
    training: (options) => flags.read(options).training ?? {},
    async request(data, options) {
      const given = flags.read(options);
      const kind = options.dataset && (await resolvePlugin(registry, 'dataset', options.dataset, plugins));
      const dataset = await chosenDataset(data, kind, file, registry, storage, chosenModel?.task);
      const asksForTokenizer = options.tokenizer !== undefined || Object.keys(given.tokenizer ?? {}).length > 0;
      if (asksForTokenizer && tokenizerFile === undefined) checkThatItIsLearnt(registry.get('dataset', dataset.name));
      const backend = options.backend ?? file.backend?.name ?? 'auto';
      const preset = options.preset ?? file.model?.preset;
      const threads = options.threads === undefined ? file.backend?.threads : wholeNumber('--threads', options.threads);
      return {
        dataset: { ...dataset, settings: { ...file.dataset?.settings, ...given.dataset } },
        tokenizer:
          tokenizerFile === undefined
            ? { name: tokenizer.name, settings: { ...file.tokenizer?.settings, ...given.tokenizer } }
            : { name: tokenizer.name, file: tokenizerFile },
        model: {
          ...(chosenModel ? { name: chosenModel.name } : {}),
          ...(preset === undefined ? {} : { preset }),
          settings: { ...parsePartial(model.config, file.model?.settings ?? {}), ...given.model },
        },
        training: { ...parsePartial(trainingSettings, file.training ?? {}), ...given.training },
        backend: {
          name: backend === 'auto' ? backend : await resolvePlugin(registry, 'backend', backend, plugins),
          ...(threads === undefined ? {} : { threads }),
          settings: { ...file.backend?.settings, ...backendSettings(given, backends) },
        },
        ...(from === undefined ? {} : { from }),
        callbacks: [...(file.callbacks ?? []), ...callbacks.map(({ name }) => ({ name, settings: given[name] ?? {} }))],
        plugins,
        ...(file.expected !== undefined && isAsInFile(given, options) ? { expected: file.expected } : {}),
      };
    },
  };
}

/** A file of JSON, or a folder with a `tokenizer.json` in it; everything else is a name or a module. */
export function isTokenizerFile(word: string): boolean {
  return word.endsWith('.json') || existsSync(join(word, TOKENIZER_FILE));
}

/** Whether no flag says anything else than the file: only then what was predicted holds. */
function isAsInFile(given: Readonly<Record<string, object>>, { model, preset, dataset, tokenizer, backend, threads }: RunOptions): boolean {
  const named = [model, preset, dataset, tokenizer, backend, threads];
  return named.every((name) => name === undefined) && Object.values(given).every((settings) => Object.keys(settings).length === 0);
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** A whole number of at least 1 from the command line. @throws UsageError */
export function wholeNumber(flag: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `"${flag}" is "${value}"`,
    remedy: 'It must be a whole number, at least 1.',
  });
}

async function chosenDataset(
  data: readonly string[],
  kind: string | undefined,
  file: RunFile,
  registry: Registry,
  storage: Storage,
  task: Task | undefined,
) {
  if (data.length === 0 && file.dataset?.name !== undefined) return { name: file.dataset.name, paths: file.dataset.paths ?? [] };
  if (data.length === 0) {
    throw new UsageError({
      package: 'cli',
      code: 'usage',
      what: 'There is no data to train on',
      remedy: `Name a file, a folder, "-" for standard input, or a dataset (${namedDatasets(registry).join(', ')}).`,
    });
  }
  if (kind !== undefined) return { name: kind, paths: data };
  const { plugin, paths } = await inferDataset(data, { storage, known: registry.list('dataset'), task });
  return { name: plugin.name, paths };
}

/** @throws UsageError when the data has no use for a tokenizer that is learnt from it */
function checkThatItIsLearnt({ name, tokenizer }: DatasetPlugin): void {
  if (tokenizer === undefined) return;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: tokenizer === 'own' ? `The data (${name}) brings its own tokenizer` : `The data (${name}) is no text`,
    remedy: `Leave --tokenizer and its settings out${tokenizer === 'own' ? ', or prepare the data with another one (prattle data prepare)' : ''}.`,
  });
}

function namedDatasets(registry: Registry): string[] {
  return registry.list('dataset').flatMap(({ name, kind }) => (name === kind ? [] : [name]));
}

/** The dataset that a command and its arguments mean, as far as it can be told before it is parsed. */
export async function likelyDataset(
  argv: readonly string[],
  file: RunFile,
  registry: Registry,
  storage: Storage,
  task: Task | undefined,
): Promise<DatasetPlugin> {
  const named = flagValue(argv, '--dataset') ?? file.dataset?.name;
  if (named !== undefined && registry.has('dataset', named)) return registry.get('dataset', named);
  const data = firstArgument(argv.slice(1));
  if (data === undefined) return registry.get('dataset', 'text');
  try {
    return (await inferDataset([data], { storage, known: registry.list('dataset'), task })).plugin;
  } catch {
    return registry.get('dataset', 'text'); // the request will say what is wrong with it
  }
}

/** Flags that take no value, in the commands that train. */
const SWITCHES = ['--json', '--resume', '--verbose'];

/** The first word that is neither a flag nor, as it seems, a flag's value. */
function firstArgument(argv: readonly string[]): string | undefined {
  return argv.find((argument, index) => {
    const before = argv[index - 1] ?? '';
    const isValue = before.startsWith('--') && !before.includes('=') && !SWITCHES.includes(before);
    return !isValue && (argument === '-' || !argument.startsWith('-'));
  });
}

/** All that a flag is given, each time it is given. */
function flagValues(argv: readonly string[], flag: string): string[] {
  return argv.flatMap((argument, index) => {
    if (argument.startsWith(`${flag}=`)) return [argument.slice(flag.length + 1)];
    const value = argv[index + 1];
    return argument === flag && value !== undefined ? [value] : [];
  });
}

/** What a flag is given, the last time that it is. */
export function flagValue(argv: readonly string[], flag: string): string | undefined {
  return flagValues(argv, flag).at(-1);
}
