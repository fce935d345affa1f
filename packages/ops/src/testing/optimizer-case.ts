import type { HostArray, Tensor } from '@prattle/core';
import { adamStep } from '../optimizer/adam-step.js';
import { averageStep } from '../optimizer/average-step.js';
import { clipValues } from '../optimizer/clip-values.js';
import { globalNorm } from '../optimizer/global-norm.js';
import { muonStep } from '../optimizer/muon-step.js';
import { sgdStep } from '../optimizer/sgd-step.js';
import { tensor, variable } from '../tensors/create.js';
import { dispose, keep, tidy } from '../tensors/lifetime.js';
import { read, type TensorValues } from '../tensors/transfer.js';
import { createDraw } from './draw.js';

/** Some steps of an optimiser, all in place. */
export interface OptimizerCase {
  readonly name: string;
  readonly kind: 'adam' | 'sgd' | 'muon';
  /** One row of hyper-parameters a step. */
  readonly hypers: readonly (readonly number[])[];
  readonly clipped: boolean;
  readonly decoupled?: boolean;
  readonly nesterov?: boolean;
  /** Gradients are cut to this size first. */
  readonly clipValue?: number;
  /** Without momentum buffers. */
  readonly plain?: boolean;
}

export interface OptimizerResult {
  readonly parameters: readonly TensorValues[];
  /** Moments or momenta, one list after the other. */
  readonly state: readonly TensorValues[];
  readonly norms: readonly number[];
}

const STEPS = 4;
const SHAPES = [[3, 5], [17], [1], [33, 31], []] as const;
const DECAYS = [true, false, true, true, false];

export const optimizerCases: readonly OptimizerCase[] = [
  { name: 'AdamW', kind: 'adam', hypers: adamHypers(0.1, 0), clipped: false },
  { name: 'AdamW, clipped', kind: 'adam', hypers: adamHypers(0.1, 1), clipped: true },
  { name: 'AdamW, a norm below the limit', kind: 'adam', hypers: adamHypers(0.1, 1e6), clipped: true },
  { name: 'AdamW, a norm but no limit', kind: 'adam', hypers: adamHypers(0, 0), clipped: true },
  { name: 'Adam with decay', kind: 'adam', hypers: adamHypers(0.1, 1), clipped: true, decoupled: false },
  { name: 'SGD', kind: 'sgd', hypers: sgdHypers(0, 0, 0), clipped: false, plain: true },
  { name: 'SGD with decay, clipped', kind: 'sgd', hypers: sgdHypers(0, 0, 0.5), clipped: true, plain: true },
  { name: 'SGD with momentum', kind: 'sgd', hypers: sgdHypers(0.9, 0, 0.1), clipped: false },
  { name: 'SGD with dampened momentum', kind: 'sgd', hypers: sgdHypers(0.9, 0.3, 0), clipped: true },
  { name: 'SGD with Nesterov’s momentum', kind: 'sgd', hypers: sgdHypers(0.9, 0, 0.1), clipped: true, nesterov: true },
  { name: 'SGD, every gradient clipped', kind: 'sgd', hypers: sgdHypers(0, 0, 0), clipped: true, plain: true, clipValue: 0.7 },
  { name: 'Muon, and an average of what it makes', kind: 'muon', hypers: muonHypers(), clipped: true },
];

function adamHypers(decay: number, largestNorm: number): number[][] {
  const [beta1, beta2] = [0.9, 0.99];
  return Array.from({ length: STEPS }, (_, i) => [
    0.01 * (i + 1),
    beta1,
    beta2,
    1e-8,
    decay,
    1 - beta1 ** (i + 1),
    1 - beta2 ** (i + 1),
    largestNorm,
  ]);
}

function sgdHypers(momentum: number, dampening: number, decay: number): number[][] {
  return Array.from({ length: STEPS }, (_, i) => [0.1 / (i + 1), momentum, dampening, 0, decay, i === 0 ? 1 : 0, 0, 2]);
}

/** Learning rate and weight decay; momentum and clipping are the same for all. */
function muonHypers(): number[][] {
  return Array.from({ length: STEPS }, (_, i) => [0.02 * (i + 1), 0, 0, 0, 0.1, 0, 0, 0]);
}

/** Runs a case on the current backend. */
export async function runOptimizer({
  kind,
  hypers,
  clipped,
  decoupled,
  nesterov,
  plain,
  clipValue,
}: OptimizerCase): Promise<OptimizerResult> {
  const draw = createDraw(77);
  // Muon is for matrices.
  const shapes: readonly (readonly number[])[] = kind === 'muon' ? SHAPES.filter(({ length }) => length === 2) : SHAPES;
  const variables = (lists: number, make: (shape: readonly number[]) => HostArray) =>
    Array.from({ length: lists }, () => shapes.map((shape) => variable(make(shape).values, shape)));
  const [parameters = []] = variables(1, (shape) => draw.normal(shape));
  const state = variables(plain ? 0 : kind === 'sgd' ? 1 : 2, (shape) => draw.normal(shape, 0));
  const norms: Tensor[] = [];
  for (const values of hypers) {
    tidy(() => {
      const drawn = shapes.map((shape) => tensor(draw.normal(shape).values, shape));
      const gradients = clipValue === undefined ? drawn : clipValues(drawn, clipValue);
      const hyper = tensor(values, [8]);
      const measured = globalNorm(gradients);
      norms.push(keep(measured));
      const norm = clipped ? measured : undefined;
      const [first = [], second = []] = state;
      if (kind === 'adam') adamStep({ parameters, gradients, first, second, hyper, norm, decays: DECAYS, decoupled });
      else if (kind === 'muon') muonAndAverage(parameters, gradients, first, second, hyper, norm);
      else sgdStep({ parameters, gradients, momenta: first, hyper, norm, decays: DECAYS, nesterov });
    });
  }
  const result = {
    parameters: await Promise.all(parameters.map(read)),
    state: await Promise.all(state.flat().map(read)),
    norms: (await Promise.all(norms.map(read))).map(([norm = Number.NaN]) => norm),
  };
  dispose(parameters, state, norms);
  return result;
}

function muonAndAverage(
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  momenta: readonly Tensor[],
  averages: readonly Tensor[],
  hyper: Tensor,
  norm: Tensor | undefined,
): void {
  const share = 0.1;
  const momentumHyper = tensor([share, 0, 0, 0, 1, 0, 0, 3], [8]);
  const step = { parameters, gradients, momenta, hyper, momentumHyper, momentum: 1 - share, decays: parameters.map(() => true) };
  muonStep({ ...step, ...(norm ? { norm } : {}) });
  averageStep({ averages, values: parameters, hyper: momentumHyper });
}
