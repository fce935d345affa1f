import { availableParallelism } from 'node:os';
import { type ConfigValues, choice, defineConfig, integer, type Storage, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { Command, Option } from 'commander';
import pc from 'picocolors';
import { addSettingFlags } from '../flags/setting-flags.js';
import { openRegistry } from '../registry.js';
import { addRunFlags, type RunFlags, type RunOptions } from '../run-request.js';
import { groupResults } from '../sweep/results.js';
import { resultsTable } from '../sweep/results-table.js';
import { runSweep } from '../sweep/run-sweep.js';
import { loadSweep, type Sweep, saveSweep, sweepFiles } from '../sweep/sweep-file.js';
import { gridTrials, parseVariation, randomTrials } from '../sweep/trials.js';
import { ExitCode } from '../terminal/errors.js';
import { formatDuration } from '../terminal/format.js';
import { onInterrupt } from '../terminal/interrupt.js';
import type { LoadedCommand } from './index.js';

const sweepSettings = defineConfig({
  search: choice(['grid', 'random'], { default: 'grid', describe: 'Every combination, or draws' }),
  trials: integer({ default: 16, min: 1, describe: 'Draws of a random search', aliases: ['n_trials'] }),
  searchSeed: integer({ default: 1, min: 0, describe: 'Draws of a random search follow from it' }),
  jobs: integer({ default: 1, min: 1, describe: 'Trials side by side, each in a process of its own', aliases: ['n_jobs'] }),
});

interface SweepCommandOptions extends RunOptions {
  readonly vary?: readonly string[];
  readonly out?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
}

/** `prattle sweep DATA --vary FIELD=VALUES`: trains every case and puts them beside each other. */
export async function create(argv: readonly string[]): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const storage = fileStorage();
  const command = new Command('sweep')
    .argument('[data...]', 'a file, a folder, or the name of a dataset')
    .addOption(
      new Option('--vary <field=values>', 'a setting of train and its values: width=32,64  seed=1..3  lr=log:1e-4..1e-2; may be repeated')
        .argParser((value: string, before: readonly string[] = []) => [...before, value])
        .helpGroup('Sweep'),
    )
    .addOption(new Option('--out <folder>', 'folder of the sweep (default: sweeps/<data>)').helpGroup('Sweep'))
    .addOption(new Option('--resume', 'go on with the sweep in --out').helpGroup('Sweep'))
    .addOption(new Option('--json', 'print JSON').helpGroup('Sweep'))
    .addOption(new Option('--verbose', 'show where an error came from').helpGroup('Sweep'));
  const own = addSettingFlags(command, [{ name: 'sweep', title: 'Sweep', schema: sweepSettings }]);
  const flags = await addRunFlags(command, argv, registry, storage, { learns: true });
  command.addHelpText('after', EXAMPLES).action(async (data: string[], options: SweepCommandOptions & Record<string, unknown>) => {
    const settings = sweepSettings.parse(own.read(options).sweep ?? {});
    const folder = options.out ?? (options.resume ? '' : await freeFolder(storage, data));
    const sweep = options.resume ? await loadSweep(storage, folder) : await newSweep(storage, folder, data, options, flags, settings);
    process.exitCode = await sweepAndShow(storage, folder, sweep, settings, options);
  });
  return { command, normalise: (words) => flags.normalise(own.normalise(words)) };
}

const EXAMPLES = `
Examples:
  prattle sweep names --vary learning-rate=1e-3,3e-3 --vary width=32,64 --vary seed=1..3 --steps 500 --jobs 2
  prattle sweep notes.txt --vary lr=log:1e-4..1e-2 --vary optimizer=adamw,muon --search random --trials 20
  prattle sweep --out sweeps/names --resume`;

/** The first of sweeps/names, sweeps/names-2 … that is not there yet. */
async function freeFolder(storage: Storage, [data = 'sweep']: readonly string[]): Promise<string> {
  const name = data.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '') || 'sweep';
  for (let number = 1; ; number++) {
    const folder = `sweeps/${name}${number === 1 ? '' : `-${number}`}`;
    if (!(await storage.exists(folder))) return folder;
  }
}

async function newSweep(
  storage: Storage,
  folder: string,
  data: readonly string[],
  options: SweepCommandOptions & Record<string, unknown>,
  flags: RunFlags,
  { search, trials, searchSeed }: ConfigValues<typeof sweepSettings>,
): Promise<Sweep> {
  if (data.includes('-')) throw usage('Several trainings cannot read one standard input', 'Put the data into a file.');
  if (await storage.exists(sweepFiles.sweep(folder)))
    throw usage(`There is a sweep in ${folder} already`, 'Add --resume to go on with it.');
  const variations = (options.vary ?? []).map(parseVariation);
  if (variations.length === 0) throw usage('Nothing varies', 'Say what: --vary learning-rate=1e-3,3e-3 --vary seed=1..3.');
  const base = await flags.request(data, options);
  const drawn = search === 'grid' ? gridTrials(variations) : randomTrials(variations, trials, searchSeed);
  const sweep: Sweep = { formatVersion: 1, base, trials: drawn };
  await saveSweep(storage, folder, sweep);
  return sweep;
}

async function sweepAndShow(
  storage: Storage,
  folder: string,
  sweep: Sweep,
  { jobs }: ConfigValues<typeof sweepSettings>,
  { json = false }: SweepCommandOptions,
): Promise<number> {
  const interrupt = onInterrupt();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const total = sweep.trials.length;
  const threads = jobs > 1 ? Math.max(1, Math.floor(availableParallelism() / jobs)) : undefined;
  if (!json) say(`${total} trials, ${jobs} at a time, in ${folder}`);
  let unfinished = 0;
  try {
    const results = await runSweep({
      storage,
      folder,
      sweep,
      jobs,
      ...(threads === undefined ? {} : { threads }),
      signal: interrupt.signal,
      onTrial(index, outcome) {
        const values = Object.entries(sweep.trials[index] ?? {}).map(([field, value]) => `${field} ${value}`);
        const name = `${String(index + 1).padStart(String(total).length)}/${total}  ${values.join('  ')}`;
        if (!('best' in outcome)) unfinished++;
        if (json) return;
        say(
          'best' in outcome
            ? `${name}  ${pc.bold(outcome.best.toFixed(4))}  ${formatDuration(outcome.seconds)}`
            : `${name}  ${pc.red('not finished')}: ${outcome.message}`,
        );
      },
    });
    const groups = groupResults(results);
    if (json) process.stdout.write(`${JSON.stringify({ sweep: folder, trials: results, groups })}\n`);
    else if (groups.length > 0) process.stdout.write(`\n${resultsTable(groups)}\n`);
    if (interrupt.signal.aborted) {
      say(`Interrupted. Go on with: prattle sweep --out ${folder} --resume`);
      return ExitCode.interrupted;
    }
    return unfinished > 0 ? ExitCode.failed : ExitCode.done;
  } finally {
    interrupt.dispose();
  }
}

function usage(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'cli', code: 'usage', what, remedy });
}
