import { loadManifest } from '@prattle/checkpoint';
import { type Backend, type Registry, type Storage, UsageError } from '@prattle/core';
import { type BackendRequest, type CheckpointName, findCheckpoint, type OpenedRun, openBackend, openRun } from '@prattle/runs';
import { type Command, Option } from 'commander';
import { backendGroups, backendSettings } from './flags/backend-flags.js';
import { addSettingFlags, type SettingFlags, type SettingGroup } from './flags/setting-flags.js';
import { addPlugins } from './plugins.js';
import { wholeNumber } from './run-request.js';

/** Options of every command that reads a run. */
export interface UseOptions {
  readonly checkpoint?: string;
  readonly backend?: string;
  readonly threads?: string;
  readonly json?: boolean;
}

/** Which of a run's checkpoints is used, and what it is opened with. */
export interface Opening {
  readonly checkpoint: CheckpointName | undefined;
  readonly backend: string | undefined;
  readonly request: BackendRequest;
}

/** The flags of a command that reads runs, those of its own settings among them. */
export interface UseFlags extends SettingFlags {
  /** @throws UsageError or ConfigError for a value that is not allowed */
  opening(options: UseOptions & Readonly<Record<string, unknown>>): Opening;
}

/** Adds them to a command: its own settings first, since the first of a name has the short flag. */
export function addUseFlags(command: Command, registry: Registry, own: readonly SettingGroup[] = []): UseFlags {
  command
    .addOption(new Option('--checkpoint <name>', 'best, last, or the number of a step (default: the best there is)').helpGroup('Run'))
    .addOption(new Option('--backend <name>', `what computes (auto, ${registry.names('backend').join(', ')})`).helpGroup('Run'))
    .addOption(new Option('--threads <number>', 'CPU threads').helpGroup('Run'))
    .addOption(new Option('--json', 'print JSON').helpGroup('Run'))
    .addOption(new Option('--verbose', 'show where an error came from').helpGroup('Run'));
  const backends = backendGroups(registry);
  const flags = addSettingFlags(command, [...own, ...backends]);
  return {
    ...flags,
    opening: (options) => ({
      checkpoint: options.checkpoint === undefined ? undefined : checkpointName(options.checkpoint),
      backend: options.backend,
      request: {
        settings: backendSettings(flags.read(options), backends),
        ...(options.threads === undefined ? {} : { threads: wholeNumber('--threads', options.threads) }),
      },
    }),
  };
}

/** Opens a run on a backend, uses it, and closes both whatever happens. */
export function useRun<Result>(
  registry: Registry,
  storage: Storage,
  run: string,
  opening: Opening,
  use: (opened: OpenedRun, backend: Backend) => Promise<Result>,
): Promise<Result> {
  return useRuns(registry, storage, [run], opening, ([opened], backend) => use(opened as OpenedRun, backend));
}

/** The same with several runs on one backend; what was opened comes in their order. */
export async function useRuns<Result>(
  registry: Registry,
  storage: Storage,
  runs: readonly string[],
  { checkpoint, backend: backendName, request }: Opening,
  use: (opened: readonly OpenedRun[], backend: Backend) => Promise<Result>,
): Promise<Result> {
  for (const run of runs) {
    const { run: spec } = await loadManifest(storage, await findCheckpoint(storage, run, checkpoint));
    await addPlugins(registry, pluginsOf(spec));
  }
  const backend = await openBackend(registry, backendName, request);
  const opened: OpenedRun[] = [];
  try {
    for (const run of runs) opened.push(await openRun(registry, storage, run, checkpoint));
    return await use(opened, backend);
  } finally {
    for (const { model } of opened) model.dispose();
    backend.close();
  }
}

/** The modules that the run was trained with, if any. */
function pluginsOf(spec: Readonly<Record<string, unknown>> | undefined): string[] {
  const plugins = spec?.plugins;
  return Array.isArray(plugins) ? plugins.filter((module) => typeof module === 'string') : [];
}

/** @throws UsageError for anything but best, last and whole numbers */
function checkpointName(text: string): CheckpointName {
  if (text === 'best' || text === 'last') return text;
  const step = Number(text);
  if (Number.isInteger(step) && step >= 0) return step;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `"--checkpoint" is "${text}"`,
    remedy: 'It must be best, last, or the number of a step.',
  });
}
