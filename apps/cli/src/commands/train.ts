import { basename, extname } from 'node:path';
import { type Registry, type Storage, type TrainingEvent, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import type { RunJudgement } from '@prattle/inspection';
import {
  findCheckpoint,
  newestCheckpoint,
  openTrainRun,
  type RunSpec,
  resolveCallbacks,
  resolveRun,
  runFiles,
  type TrainRun,
} from '@prattle/runs';
import { countParameters } from '@prattle/training';
import { Command, Option } from 'commander';
import { availableMemory } from '../memory/available.js';
import { chooseBackend, describeChoice } from '../plan/choose-backend.js';
import { addPlugins } from '../plugins.js';
import { openRegistry } from '../registry.js';
import { judgeFinished } from '../report/gather.js';
import { readRunFile } from '../run-file.js';
import { addRunFlags, type RunFlags, type RunOptions, wholeNumber } from '../run-request.js';
import { ExitCode } from '../terminal/errors.js';
import { onInterrupt } from '../terminal/interrupt.js';
import { standardScreen } from '../terminal/screen.js';
import { TrainReporter } from '../terminal/train-reporter.js';
import { showData, showMemory, showResult } from '../terminal/train-summary.js';
import { verifyAndShow } from '../terminal/verification.js';
import type { LoadedCommand } from './index.js';

interface TrainOptions extends RunOptions {
  readonly out?: string;
  readonly resume?: boolean;
  readonly verify?: string;
  readonly json?: boolean;
}

/** Settings of a run that do not decide what is learnt, and may change when it is resumed. */
const CHANGEABLE = [
  'steps',
  'epochs',
  'maxSeconds',
  'patience',
  'patienceEpochs',
  'evalEvery',
  'evalEpochs',
  'checkpointEvery',
  'checkpointEpochs',
  'checkpointSeconds',
  'sampleEvery',
  'logEvery',
];

/** `prattle train DATA`: trains, shows how it goes, and ends with the curve, samples and where everything is. */
export async function create(argv: readonly string[]): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const storage = fileStorage();
  const command = new Command('train')
    .argument('[data...]', 'a file, a folder, "-" for standard input, or the name of a dataset')
    .addOption(new Option('--out <folder>', 'folder of the run (default: runs/<data>)').helpGroup('Run'))
    .addOption(new Option('--resume', 'continue the run in --out').helpGroup('Run'))
    .addOption(new Option('--verify <steps>', 'with --resume: only replay so many steps of the run and compare them').helpGroup('Run'))
    .addOption(new Option('--json', 'print events as JSON lines, the summary last').helpGroup('Run'))
    .addOption(new Option('--verbose', 'show where an error came from').helpGroup('Run'));
  const flags = await addRunFlags(command, argv, registry, storage, { learns: true });
  command.addHelpText('after', EXAMPLES).action(async (data: string[], options: TrainOptions & Record<string, unknown>) => {
    const { spec, out } = options.resume
      ? await specToResume(data, options, flags, registry, storage)
      : await newSpec(data, options, flags, registry, storage);
    process.exitCode =
      options.verify === undefined
        ? await trainAndShow(registry, storage, spec, out, options)
        : await verifyAndShow({ registry, storage, spec, run: out, memoryLimit: availableMemory, ...verification(options) }, options.json);
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Examples:
  prattle train notes.txt
  prattle train names --model transformer --steps 3000 --out runs/names
  prattle train prices.csv --target price
  prattle train tinyshakespeare --preset notebook --seed 1337 --random torch
  prattle train --out runs/names --resume --steps 6000
  prattle train mine.txt --from runs/names --freeze 'transformer.h.0.*' --epochs 2
  prattle train names --batch auto --accumulate 4 --callback tensorboard`;

async function newSpec(
  data: readonly string[],
  options: TrainOptions & Record<string, unknown>,
  flags: RunFlags,
  registry: Registry,
  storage: Storage,
) {
  const spec = await onFastestBackend(resolveRun(registry, await flags.request(data, options)), registry, storage);
  return { spec, out: options.out ?? (await freeFolder(storage, spec)) };
}

/** What `auto` means for this run, where there is something to choose; what is found out is said on standard error. */
async function onFastestBackend(spec: RunSpec, registry: Registry, storage: Storage): Promise<RunSpec> {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const onMeasure = (names: readonly string[]) => say(`Measuring once which is faster: ${names.join(', ')} …`);
  const choice = await chooseBackend(spec, { registry, storage, onMeasure });
  const reason = describeChoice(choice);
  if (reason !== undefined) say(reason);
  return { ...spec, backend: { ...spec.backend, name: choice.name } };
}

/** The first of runs/names, runs/names-2, runs/names-3 … that is not there yet. */
async function freeFolder(storage: Storage, { dataset }: RunSpec): Promise<string> {
  const [path] = dataset.paths;
  const name = path === undefined ? dataset.name : path === '-' ? 'stdin' : basename(path, extname(path));
  for (let number = 1; ; number++) {
    const folder = `runs/${name}${number === 1 ? '' : `-${number}`}`;
    if (!(await storage.exists(folder))) return folder;
  }
}

async function specToResume(
  data: readonly string[],
  options: TrainOptions & Record<string, unknown>,
  flags: RunFlags,
  registry: Registry,
  storage: Storage,
) {
  const { out } = options;
  if (out === undefined) throw usage('--resume needs to know which run', 'Add --out with the folder of the run.');
  await newestCheckpoint(storage, out);
  const spec = (await readRunFile(storage, runFiles.spec(out))) as RunSpec;
  await addPlugins(registry, spec.plugins ?? []);
  const training = flags.training(options);
  const fixed = Object.keys(training).find((name) => !CHANGEABLE.includes(name));
  if (fixed !== undefined || options.model !== undefined || options.preset !== undefined) {
    throw usage(
      `A run that is resumed keeps its settings, "${fixed ?? 'model'}" among them`,
      `Start a new run for it. These may change: ${CHANGEABLE.join(', ')}.`,
    );
  }
  const plugins = [...new Set([...(spec.plugins ?? []), ...flags.plugins])];
  const callbacks = resolveCallbacks(registry, flags.callbacks(options));
  const threads = options.threads === undefined ? spec.backend.threads : wholeNumber('--threads', options.threads);
  const settings = { ...(options.backend === undefined ? spec.backend.settings : {}), ...flags.backend(options) };
  return {
    out,
    spec: {
      ...spec,
      dataset: { ...spec.dataset, ...(data.length > 0 && spec.dataset.paths.length > 0 ? { paths: data } : {}) },
      training: { ...spec.training, ...withoutOtherUnits(training), ...training },
      ...(callbacks.length > 0 ? { callbacks } : {}),
      ...(plugins.length > 0 ? { plugins } : {}),
      backend: {
        name: options.backend ?? spec.backend.name,
        ...(threads === undefined ? {} : { threads }),
        ...(Object.keys(settings).length === 0 ? {} : { settings }),
      },
    },
  };
}

/** @throws UsageError when there is no run to replay */
function verification({ resume, verify }: TrainOptions): { readonly steps: number } {
  if (!resume) throw usage('--verify replays steps of a run that is there', 'Add --resume, and --out with its folder.');
  return { steps: wholeNumber('--verify', verify ?? '') };
}

/** What was in epochs, where it is now given in steps or evaluations. */
function withoutOtherUnits(given: Readonly<Record<string, unknown>>): Partial<RunSpec['training']> {
  return {
    ...(given.steps === undefined ? {} : { epochs: null }),
    ...(given.evalEvery === undefined ? {} : { evalEpochs: null }),
    ...(given.checkpointEvery === undefined ? {} : { checkpointEpochs: null }),
    ...(given.patience === undefined ? {} : { patienceEpochs: null }),
  };
}

async function trainAndShow(
  registry: Registry,
  storage: Storage,
  spec: RunSpec,
  out: string,
  { resume = false, json = false }: TrainOptions,
): Promise<number> {
  const interrupt = onInterrupt();
  const screen = standardScreen();
  const run = await openTrainRun({ registry, storage, run: out, spec, resume, memoryLimit: availableMemory, signal: interrupt.signal });
  try {
    if (!json) {
      showData(screen, run);
      showMemory(screen, run);
    }
    const reporter = new TrainReporter(screen, run.dataset.encoder ? run.dataset.unit : 'tok');
    let last: TrainingEvent | undefined;
    for await (const event of run.events()) {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
      else reporter.handle(event);
      last = event;
    }
    if (last?.type !== 'done') return ExitCode.failed;
    const judgement = await judgeFinished(registry, storage, out, run.spec.model);
    if (json) process.stdout.write(`${JSON.stringify(await summary(storage, run, out, last, judgement))}\n`);
    else await showResult(screen, reporter, run, out, last, judgement);
    return last.reason === 'interrupted' ? ExitCode.interrupted : ExitCode.done;
  } finally {
    run.close();
    interrupt.dispose();
  }
}

async function summary(
  storage: Storage,
  run: TrainRun,
  out: string,
  done: Extract<TrainingEvent, { type: 'done' }>,
  judgement: RunJudgement | undefined,
) {
  const { step, seconds, reason, finalLosses } = done;
  return {
    type: 'summary',
    run: out,
    checkpoint: await findCheckpoint(storage, out),
    backend: run.backend.name,
    device: run.backend.device,
    parameters: countParameters(run.model),
    step,
    seconds,
    reason,
    losses: finalLosses,
    ...(judgement ? { normal: { verdict: judgement.verdict, preset: judgement.preset, causes: judgement.causes } } : {}),
    ...(run.spec.expected ? { expected: run.spec.expected } : {}),
  };
}

function usage(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'cli', code: 'usage', what, remedy });
}
