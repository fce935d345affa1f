import { type RunRequest, type TrainRun, writeTexts } from '@prattle/runs';
import type { Comparison } from '../comparison.js';
import type { ExperimentContext } from '../experiment.js';
import type { ResultBlock } from '../result.js';
import { type TrainedCase, trainCase } from '../train-case.js';
import { type RecordedLosses, type RecordedRun, seed } from './recorded.js';

const SAMPLE_CHARACTERS = 500;

/** One of the notebook's trainings, run again. */
export interface TransformerResult extends Pick<TrainedCase<string>, 'seconds' | 'device' | 'evaluations'> {
  readonly name: string;
  readonly recorded: RecordedRun;
  /** Updates made. */
  readonly steps: number;
  /** Whether these are all of the recorded run's. */
  readonly complete: boolean;
  readonly sample: string;
}

export async function reproduceRun(name: string, recorded: RecordedRun, context: ExperimentContext): Promise<TransformerResult> {
  const all = recorded.iterations - 1;
  const steps = Math.min(context.steps ?? all, all);
  const trained = await trainCase(context, requestFor(recorded, steps), write);
  return { ...trained, name, recorded, steps, complete: steps === all, sample: trained.kept };
}

/** What the notebook sets, on top of the preset that is named after it. */
function requestFor({ context, heads }: RecordedRun, steps: number): RunRequest {
  return {
    dataset: { name: 'tinyshakespeare', paths: [] },
    model: { name: 'transformer', preset: 'notebook', settings: { heads } },
    training: { context, steps, random: 'torch', seed, evalEvery: 100, evalBatches: 200 },
  };
}

/** As the notebook writes: from a line break, out of the model's own distribution. Its draws on the GPU cannot be had again. */
async function write({ model, tokenizer }: TrainRun): Promise<string> {
  if (!tokenizer) return '';
  const [text = ''] = await writeTexts(model, tokenizer, { tokens: SAMPLE_CHARACTERS, temperature: 1, seed });
  return text;
}

/** Every loss that was recorded and measured again. */
export function compareRun({ name, recorded, evaluations, complete, steps }: TransformerResult): ResultBlock {
  const comparisons = evaluations.flatMap(({ step, losses }): Comparison[] => {
    const last = complete && step === steps;
    const printed = last ? recorded.final : recorded.steps[step];
    return printed ? compareLosses(last ? 'end' : `step ${step}`, losses, printed, last ? FAR : allowedAt(step)) : [];
  });
  return { type: 'comparisons', title: `${name}: ${recorded.summary}`, comparisons };
}

function compareLosses(
  when: string,
  ours: { readonly train?: number; readonly validation?: number },
  [train, validation]: RecordedLosses,
  within: number,
): Comparison[] {
  const common = { decimals: 4, within };
  return [
    { what: `${when}, train`, ours: ours.train ?? Number.NaN, recorded: train, ...common },
    { what: `${when}, validation`, ours: ours.validation ?? Number.NaN, recorded: validation, ...common },
  ];
}

/** Where rounding has grown to something else: about as far as another seed's noise in an estimate. */
const FAR = 0.02;

/** How far two builds of PyTorch are from each other after so many updates: rounding grows. */
export function allowedAt(step: number): number {
  if (step === 0) return 0;
  if (step <= 100) return 1e-4;
  if (step <= 200) return 3e-4;
  return step <= 300 ? 1e-3 : FAR;
}
