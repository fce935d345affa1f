import type * as tf from '@tensorflow/tfjs-core';
import { engine } from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';
import { engineIsKnown, inner } from '../tfjs/engine.js';
import { disposeTape, walk } from './walk.js';

/** What `valueAndGradients` gives. The caller owns all of it (or the enclosing `tidy` does). */
export interface ValueAndGradients {
  readonly value: Tensor;
  /** In the order of the parameters; null where the value does not depend on the parameter. */
  readonly gradients: readonly (Tensor | null)[];
}

/**
 * Computes a scalar and its gradient with respect to each parameter.
 *
 * The gradients come from our own walk over tfjs's tape: every operation that tfjs can differentiate takes part, but
 * only what leads to a parameter is computed, and every gradient and every saved tensor is freed as soon as it is dead.
 * Inside another gradient (for second derivatives), and on an engine whose inside is unknown, tfjs walks itself.
 *
 * @param f returns a scalar; every other tensor made in it is disposed
 */
export function valueAndGradients(f: () => Tensor, parameters: readonly Tensor[]): ValueAndGradients {
  const targets = parameters as readonly tf.Tensor[];
  if (!engineIsKnown() || inner().state.gradientDepth > 0) return stockValueAndGradients(f, targets);

  const current = inner();
  const { state } = current;
  let value: tf.Tensor | undefined;
  current.startTape();
  try {
    current.startScope('forward');
    try {
      value = real(f());
    } finally {
      current.endScope(value);
    }
  } catch (error) {
    disposeTape(state.activeTape ?? []);
    throw error;
  } finally {
    current.endTape();
  }
  const tape = state.activeTape ?? [];
  state.activeTape = null;
  return { value, gradients: walk(current, tape, value, targets) };
}

function stockValueAndGradients(f: () => Tensor, parameters: readonly tf.Tensor[]): ValueAndGradients {
  const { value, grads } = engine().gradients(() => real(f()), [...parameters], undefined, true);
  return { value, gradients: grads.map((gradient: tf.Tensor | undefined) => gradient ?? null) };
}

/** Runs `f` without recording it: what it computes is a constant to every gradient around it. */
export function noGradient<Result>(f: () => Result): Result {
  const { state } = inner();
  const { gradientDepth, activeTape } = state;
  state.gradientDepth = 0;
  try {
    return f();
  } finally {
    state.gradientDepth = gradientDepth;
    state.activeTape = activeTape;
  }
}
