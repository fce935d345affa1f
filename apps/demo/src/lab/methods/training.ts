import { decodeText, type TrainingEvent } from '@prattle/core';
import { openTrainRun, type RunSpec, runFiles, scoreText, type TrainRun } from '@prattle/runs';
import { countParameters } from '@prattle/training';
import { chooseBackend } from '../choose-backend.js';
import { Gate } from '../gate.js';
import type { SampleView, TrainOrder, TrainPart } from '../protocol.js';
import { registry } from '../registry.js';
import { runFolder, storage } from '../storage.js';
import { resolve } from './catalogue.js';
import { bandOf, normality, removeRun } from './library.js';

/** Milliseconds between messages to the page: as often as a person can follow. */
const REPORT_EVERY = 100;

/** The run that is training, if one is. */
let session: { readonly gate: Gate; readonly stopper: AbortController } | undefined;

export const pause = (): void => session?.gate.close();
export const proceed = (): void => session?.gate.open();

export function stop(): void {
  session?.stopper.abort();
  session?.gate.open();
}

/** Trains to the end, or until it is stopped. */
export async function train(emit: (part: TrainPart) => void, order: TrainOrder) {
  if (session) throw new Error('A run is training already. Stop it first.');
  const mine = { gate: new Gate(), stopper: new AbortController() };
  session = mine;
  try {
    const { run, why } = await open(order, mine.stopper.signal);
    try {
      emit({ type: 'opened', opened: { ...describe(run), why } });
      return await follow(run, mine.gate, emit);
    } finally {
      run.close();
    }
  } finally {
    session = undefined;
  }
}

async function open(order: TrainOrder, signal: AbortSignal): Promise<{ readonly run: TrainRun; readonly why: string | undefined }> {
  const folder = runFolder(order.run);
  const resume = !('start' in order);
  const spec = resume ? await savedSpec(folder, order) : resolve(order.start);
  if (!resume) await removeRun(order.run);
  const { name, why } = await chooseBackend(spec);
  return { run: await openTrainRun({ registry, storage, run: folder, spec: { ...spec, backend: { name } }, resume, signal }), why };
}

/** The settings of a run that goes on: here, whatever computed it before. */
async function savedSpec(folder: string, { backend, steps }: { readonly backend: string; readonly steps?: number }): Promise<RunSpec> {
  const spec = JSON.parse(decodeText(await storage.read(runFiles.spec(folder)))) as RunSpec;
  return { ...spec, backend: { name: backend }, training: { ...spec.training, ...(steps === undefined ? {} : { steps, epochs: null }) } };
}

function describe({ spec, model, backend, dataset }: TrainRun) {
  const { train: learnt = 0, validation = 0 } = dataset.sizes;
  return {
    spec,
    parameters: countParameters(model),
    backend: backend.name,
    device: backend.device,
    data: `${learnt.toLocaleString('en')} ${dataset.unit} to learn from, ${validation.toLocaleString('en')} to validate`,
    band: bandOf(spec),
  };
}

/** Passes on what the run tells, a few times a second, and holds it while the gate is closed. */
async function follow(run: TrainRun, gate: Gate, emit: (part: TrainPart) => void) {
  const all: TrainingEvent[] = [];
  let events: TrainingEvent[] = [];
  let samples: SampleView[] = [];
  let reported = 0;
  const report = () => {
    const judged = events.some(({ type }) => type === 'eval' || type === 'done') ? normality(run.spec, all) : undefined;
    const normal = judged && { verdict: judged.verdict, causes: judged.causes };
    emit({ type: 'progress', events, samples, normal, memory: run.backend.memory() });
    [events, samples] = [[], []];
    reported = performance.now();
  };
  for await (const event of run.events()) {
    all.push(event);
    events.push(event);
    if (event.type === 'sample' && run.tokenizer && event.text !== '') {
      const { tokens } = await scoreText(run.model, run.tokenizer, event.text);
      const coloured = tokens.map(({ text, logProbability }) => ({ text, probability: Math.exp(logProbability) }));
      samples.push({ step: event.step, tokens: coloured });
    }
    if (event.type === 'done' || gate.closed || performance.now() - reported > REPORT_EVERY) report();
    if (event.type === 'done') return event;
    await gate.passed();
  }
  throw new Error('The run ended without saying why. Reload the page and resume it.');
}
