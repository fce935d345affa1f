import type { Model, Parameter } from '@prattle/core';
import { readSync, tidy, valueAndGradients, writeInto } from '@prattle/ops';
import { fixedStepRandom, type ModelCase, upload } from './cases.js';
import { hostLoss } from './loss.js';

/** How far a parameter's gradient is from what the loss does when the parameter moves. */
export interface GradientCheck {
  readonly name: string;
  /** The difference of the two slopes, against the length of the gradient of all parameters together. */
  readonly error: number;
}

/** Directions tried for each parameter. The middle error counts: a kink (of a ReLU) may lie in one of the ways. */
const DIRECTIONS = 3;

/** How far a parameter moves to each side, once and twice. Long enough to rise above float32, short enough for curvature. */
const STEP = 0.004;

/**
 * Moves every trainable parameter along a random direction (half of it the gradient's own, so that there is something to
 * see) and compares with the gradient. The losses are computed in double precision from the model's outputs.
 */
export function checkGradients(model: Model, { batch, draw }: ModelCase): GradientCheck[] {
  const parameters = [...model.parameters.values()].filter(({ trainable }) => trainable);
  const gradients = tidy(() => {
    const input = upload(batch.input);
    const targets = upload(batch.targets);
    const values = parameters.map(({ value }) => value);
    const { gradients: found } = valueAndGradients(() => {
      const { loss } = model.forward(input, { targets, training: true, random: fixedStepRandom() });
      if (!loss) throw new Error('The forward pass returned no loss for its targets.');
      return loss;
    }, values);
    return found.map((gradient, i) => (gradient ? readSync(gradient) : new Float32Array(values[i]?.size ?? 0)));
  });
  const scale = Math.hypot(...gradients.map(length));

  return parameters.map((parameter, i) => {
    const gradient = gradients[i] ?? new Float32Array(parameter.value.size);
    const errors = Array.from({ length: DIRECTIONS }, () => {
      const direction = directionNear(gradient, draw.random.normal(gradient.length));
      const numeric = slope(parameter, direction, () => lossOf(model, { batch }));
      return Math.abs(dot(gradient, direction) - numeric) / scale;
    });
    return { name: parameter.name, error: errors.sort((a, b) => a - b)[DIRECTIONS >> 1] ?? Number.NaN };
  });
}

/** The loss of a training pass, whose dropout masks are always the same. */
function lossOf(model: Model, { batch }: Pick<ModelCase, 'batch'>): number {
  return tidy(() => hostLoss(model.forward(upload(batch.input), { training: true, random: fixedStepRandom() }), batch.targets));
}

function slope({ value }: Parameter, direction: Float64Array, loss: () => number): number {
  const start = readSync(value);
  const lossAt = (distance: number): number => {
    writeInto(
      value,
      Float32Array.from(start, (x, i) => x + distance * (direction[i] ?? 0)),
    );
    return loss();
  };
  const near = lossAt(STEP) - lossAt(-STEP);
  const far = lossAt(2 * STEP) - lossAt(-2 * STEP);
  writeInto(value, start);
  // The five-point formula: its error is of the fourth order in the step.
  return (8 * near - far) / (12 * STEP);
}

function directionNear(gradient: ArrayLike<number>, noise: Float32Array): Float64Array {
  const gradientLength = length(gradient) || 1;
  const noiseLength = length(noise);
  const mixed = Float64Array.from(noise, (x, i) => (0.8 * x) / noiseLength + (gradient[i] ?? 0) / gradientLength);
  const mixedLength = length(mixed);
  return mixed.map((x) => x / mixedLength);
}

function length(values: ArrayLike<number>): number {
  return Math.sqrt(dot(values, values));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
