import type { Registry, Storage } from '@prattle/core';
import { type RunRequest, type RunSpec, resolveRun } from '@prattle/runs';
import { chooseBackend } from './choose-backend.js';
import { expectedLoss } from './expected-loss.js';
import { lookAtMachine, type Machine } from './machine.js';
import { type MeasuredRun, measureRun } from './measure-run.js';
import { predictSeconds, stepsWithin } from './predict-run.js';

/** One way to spend the time. */
export interface PlannedRun {
  /** Ready to be trained, with what is predicted of it. */
  readonly spec: RunSpec & { readonly expected: NonNullable<RunSpec['expected']> };
  readonly parameters: number;
  readonly backend: string;
  readonly device: string;
  readonly secondsPerStep: number;
  /** Passes over the training data. */
  readonly epochs: number;
  readonly fitsMemory: boolean;
}

export interface Plan {
  readonly machine: Machine;
  readonly budget: number;
  /** What was measured, smallest first. */
  readonly candidates: readonly PlannedRun[];
  readonly chosen: PlannedRun;
}

export interface PlanOptions {
  readonly registry: Registry;
  readonly storage: Storage;
  readonly request: RunRequest;
  /** Seconds that training may take. */
  readonly budget: number;
  /** Seconds that measuring may take. */
  readonly measuring: number;
  /** Steps and all are given: only say what will come of them. */
  readonly fixed: boolean;
  /** Told what is measured. */
  readonly onMeasure?: (name: string) => void;
}

/** Sizes of the transformer to choose among, by their presets. */
const SIZES = ['nano', 'micro', 'small', 'medium', 'large'];

/** More passes over the same data than this teach a small model little but the data itself. */
const MOST_EPOCHS = 30;

/** Part of the free memory that a run may be planned to take. */
const MEMORY_SHARE = 0.8;

/**
 * Measures what fits this machine and recommends one: the run with the lowest loss that can be expected within the time.
 * A family without sizes to choose among, or a run whose settings are given, is measured as it is.
 */
export async function makePlan(options: PlanOptions): Promise<Plan> {
  const { registry, storage, request, budget, measuring, fixed, onMeasure } = options;
  const machine = await lookAtMachine(registry);
  const specs = specsOf(registry, request, fixed);
  const each = measuring / specs.length;
  const candidates: PlannedRun[] = [];
  for (const spec of specs) {
    onMeasure?.(spec.model.preset ?? spec.model.name);
    const { name } = await chooseBackend(spec, { registry, storage });
    const measured = await measureRun(registry, storage, { ...spec, backend: { ...spec.backend, name } }, each);
    candidates.push(plan(measured, { budget, fixed, free: machine.memory.free * MEMORY_SHARE }));
    // A larger one would see even less of the data.
    if (!fixed && candidates.length > 1 && worse(candidates.at(-1), candidates.at(-2))) break;
  }
  const chosen = best(candidates.filter(({ fitsMemory }) => fitsMemory)) ?? candidates[0];
  if (!chosen) throw new RangeError('there was nothing to plan');
  return { machine, budget, candidates, chosen };
}

function specsOf(registry: Registry, request: RunRequest, fixed: boolean): RunSpec[] {
  const given = resolveRun(registry, request);
  const free = !fixed && given.model.name === 'transformer' && given.model.preset === undefined;
  if (!free || Object.keys(request.model?.settings ?? {}).length > 0) return [given];
  return SIZES.map((preset) => resolveRun(registry, { ...request, model: { ...request.model, name: given.model.name, preset } }));
}

interface Conditions {
  readonly budget: number;
  readonly fixed: boolean;
  /** Bytes that may be taken. */
  readonly free: number;
}

function plan(measured: MeasuredRun, { budget, fixed, free }: Conditions): PlannedRun {
  const { spec, tokensPerStep, data, parameters, memory, pairLoss: reference } = measured;
  const perEpoch = data.unit === 'tokens' ? (data.sizes.train ?? 0) / tokensPerStep : (data.sizes.train ?? 0) / spec.training.batch;
  const most = Math.max(1, Math.ceil(MOST_EPOCHS * perEpoch));
  const steps = fixed ? spec.training.steps : Math.min(most, stepsWithin(measured, spec, budget));
  const training = { ...spec.training, steps, ...(fixed ? {} : { warmup: Math.min(spec.training.warmup, Math.floor(steps / 10)) }) };
  const planned: RunSpec = { ...spec, training };
  const loss = reference === null ? null : expectedLoss({ reference, parameters, tokens: steps * tokensPerStep });
  const expected = {
    seconds: predictSeconds(measured, planned),
    bytes: memory,
    tokensPerSecond: tokensPerStep / measured.secondsPerStep,
    loss,
  };
  return {
    spec: { ...planned, expected },
    parameters,
    backend: measured.backend,
    device: measured.device,
    secondsPerStep: measured.secondsPerStep,
    epochs: steps / perEpoch,
    fitsMemory: memory <= free,
  };
}

function best(candidates: readonly PlannedRun[]): PlannedRun | undefined {
  return candidates.reduce<PlannedRun | undefined>((least, one) => (least === undefined || worse(least, one) ? one : least), undefined);
}

/** Whether the first can be expected to end with a higher loss. */
function worse(first: PlannedRun | undefined, second: PlannedRun | undefined): boolean {
  return (first?.spec.expected.loss ?? 0) > (second?.spec.expected.loss ?? 0);
}
