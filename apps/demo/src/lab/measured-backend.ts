import { decodeText, encodeText, type Registry, type Storage } from '@prattle/core';
import { openTrainRun, type RunSpec } from '@prattle/runs';
import { countParameters } from '@prattle/training';

/** Where measurements are kept. */
const FILE = 'measured.json';

/** From here on a graphics card is faster than any processor, and trying out takes too long. */
const SMALL_PARAMETERS = 3e6;

/** The first steps compile what the others use. */
const WARM_UP = 3;
const MOST_STEPS = 30;
const MOST_MILLISECONDS = 400;

/** How a backend does on a run. */
export interface Trial {
  readonly parameters: number;
  readonly milliseconds: number;
}

export interface Question {
  /** What computes, the one that is faster on large models first: names and devices. */
  readonly candidates: readonly { readonly name: string; readonly device: string }[];
  readonly spec: RunSpec;
  readonly storage: Storage;
  attempt(name: string): Promise<Trial>;
}

/**
 * The backend that takes a step of a run faster, and the numbers. Large models are not tried; what was measured for a
 * device and a size is remembered. A backend that fails is passed over this time; where all do, the run says why.
 */
export async function fasterBackend({ candidates, spec, storage, attempt }: Question): Promise<{ name: string; why: string }> {
  const [first] = candidates;
  if (first === undefined) throw new Error('[prattle/demo] There is no backend to choose from. Use another browser.');
  const key = keyOf(candidates, spec);
  const all = await remembered(storage);
  const known = all[key] ?? (await tryAll(candidates, attempt));
  if (known === undefined) return { name: first.name, why: `auto took ${first.name}: the model is large enough for it.` };
  if (all[key] === undefined && Object.keys(known).length === candidates.length)
    await storage.write(FILE, encodeText(JSON.stringify({ ...all, [key]: known })));
  const ranking = Object.entries(known).sort(([, a], [, b]) => a - b);
  const [fastest = first.name] = ranking.map(([name]) => name);
  const numbers = ranking.map(([name, milliseconds]) => `${milliseconds.toFixed(1)} ms with ${name}`);
  return { name: fastest, why: `auto took ${fastest}: a step takes ${numbers.join(', ')}.` };
}

type Milliseconds = Readonly<Record<string, number>>;

/** Nothing for a large model. */
async function tryAll(candidates: Question['candidates'], attempt: Question['attempt']): Promise<Milliseconds | undefined> {
  const found: Record<string, number> = {};
  for (const { name } of candidates) {
    const trial = await attempt(name).catch(() => undefined);
    if (trial === undefined) continue;
    if (trial.parameters > SMALL_PARAMETERS) return undefined;
    found[name] = trial.milliseconds;
  }
  return found;
}

function keyOf(candidates: Question['candidates'], { model, training }: RunSpec): string {
  const devices = candidates.map(({ device }) => device).join(', ');
  return `${devices}: ${model.name} ${JSON.stringify(model.settings)} ${training.batch} × ${training.context}`;
}

async function remembered(storage: Storage): Promise<Readonly<Record<string, Milliseconds>>> {
  if (!(await storage.exists(FILE))) return {};
  try {
    return JSON.parse(decodeText(await storage.read(FILE)));
  } catch {
    return {}; // Half written: measured anew.
  }
}

/** Trains for a moment, and keeps nothing of it. */
export async function tryOut(registry: Registry, storage: Storage, spec: RunSpec, name: string): Promise<Trial> {
  const training = { ...spec.training, evalEvery: spec.training.steps, evalBatches: 1, sampleEvery: 0 };
  const run = await openTrainRun({ registry, storage, run: 'measured', spec: { ...spec, training, backend: { name } }, dry: true });
  try {
    const parameters = countParameters(run.model);
    if (parameters > SMALL_PARAMETERS) return { parameters, milliseconds: Number.NaN };
    return { parameters, milliseconds: await stepMilliseconds(run.events()) };
  } finally {
    run.close();
  }
}

async function stepMilliseconds(events: AsyncIterable<{ readonly type: string; readonly step: number }>): Promise<number> {
  let [from, since] = [0, performance.now()];
  let milliseconds = Number.POSITIVE_INFINITY;
  for await (const { type, step } of events) {
    if (type !== 'step') continue;
    const now = performance.now();
    milliseconds = (now - since) / (step - from);
    if (now - since > MOST_MILLISECONDS || step >= WARM_UP + MOST_STEPS) break;
    if (step <= WARM_UP) [from, since] = [step, now];
  }
  return milliseconds;
}
