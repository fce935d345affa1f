import * as tf from '@tensorflow/tfjs-core';
import type { GruForm } from '../kernels.js';
import { matrixProduct } from '../plain/matrix-product.js';
import { real, type Tensor } from '../tensor.js';

/** `rnnScan` composed of stock operations. */
export function rnnScanReference(x: Tensor, weight: Tensor, start: Tensor, bias: Tensor | undefined): Tensor {
  const fromState = product(weight, bias);
  return unroll(x, [real(start)], (xt, [h]) => [tf.tanh(tf.add(xt, fromState(h as tf.Tensor)))]).outputs;
}

/** `gruScan` composed of stock operations. */
export function gruScanReference(x: Tensor, weight: Tensor, start: Tensor, bias: Tensor | undefined, form: GruForm): Tensor {
  const cell = form === 'reset-before' ? resetBefore(weight, bias) : resetAfter(weight, bias);
  return unroll(x, [real(start)], (xt, [h]) => [cell(xt, h as tf.Tensor)]).outputs;
}

/** `lstmScan` composed of stock operations: the outputs and the last cell. */
export function lstmScanReference(
  x: Tensor,
  weight: Tensor,
  start: Tensor,
  cell: Tensor,
  bias: Tensor | undefined,
): { readonly outputs: Tensor; readonly cell: Tensor } {
  const fromState = product(weight, bias);
  const { outputs, states } = unroll(x, [real(start), real(cell)], (xt, [h, c]) => {
    const [i, f, g, o] = parts(tf.add(xt, fromState(h as tf.Tensor)), 4) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const next = tf.add(tf.mul(tf.sigmoid(f), c as tf.Tensor), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return [tf.mul(tf.sigmoid(o), tf.tanh(next)), next];
  });
  return { outputs, cell: states[1] as tf.Tensor };
}

type Cell = (xt: tf.Tensor, h: tf.Tensor) => tf.Tensor;

function resetBefore(weight: Tensor, bias: Tensor | undefined): Cell {
  // Cut once, not at every position.
  const hidden = weight.shape[1] ?? 0;
  const part = (of: Tensor, start: number, rows: number): tf.Tensor =>
    tf.slice(real(of), [start * hidden, 0].slice(0, of.shape.length), [rows * hidden, hidden].slice(0, of.shape.length));
  const gates = product(part(weight, 0, 2), bias && part(bias, 0, 2));
  const candidate = product(part(weight, 2, 1), bias && part(bias, 2, 1));
  return (xt, h) => {
    const [xz, xr, xn] = parts(xt, 3) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [uz, ur] = parts(gates(h), 2) as [tf.Tensor, tf.Tensor];
    const [z, r] = [tf.sigmoid(tf.add(xz, uz)), tf.sigmoid(tf.add(xr, ur))];
    const n = tf.tanh(tf.add(xn, candidate(tf.mul(r, h))));
    return tf.add(h, tf.mul(z, tf.sub(n, h)));
  };
}

function resetAfter(weight: Tensor, bias: Tensor | undefined): Cell {
  const fromState = product(weight, bias);
  return (xt, h) => {
    const [xr, xz, xn] = parts(xt, 3) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [ur, uz, un] = parts(fromState(h), 3) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [r, z] = [tf.sigmoid(tf.add(xr, ur)), tf.sigmoid(tf.add(xz, uz))];
    const n = tf.tanh(tf.add(xn, tf.mul(r, un)));
    return tf.add(n, tf.mul(z, tf.sub(h, n)));
  };
}

/** h · weightᵀ + bias, as a function of h. */
function product(weight: Tensor, bias: Tensor | undefined): (h: tf.Tensor) => tf.Tensor {
  const turned: tf.Tensor2D = tf.transpose(real(weight) as tf.Tensor2D);
  return (h) => {
    const y = matrixProduct(h as tf.Tensor2D, turned);
    return bias === undefined ? y : tf.add(y, real(bias));
  };
}

/** The parts of the last axis of [B, count · H]. */
function parts(x: tf.Tensor, count: number): tf.Tensor[] {
  return tf.split(x, count, 1);
}

/**
 * Runs one position after the other.
 * @param cell x_t [B, C] and the states before it → the states after it, the output first
 */
function unroll(
  x: Tensor,
  start: readonly tf.Tensor[],
  cell: (xt: tf.Tensor, states: readonly tf.Tensor[]) => readonly tf.Tensor[],
): { readonly outputs: Tensor; readonly states: readonly tf.Tensor[] } {
  const [batch = 0, time = 0, width = 0] = x.shape;
  let states = start;
  const outputs: tf.Tensor[] = [];
  for (let t = 0; t < time; t++) {
    // Not by tf.unstack, which cannot be differentiated when there is but one position.
    states = cell(tf.reshape(tf.slice(real(x), [0, t, 0], [batch, 1, width]), [batch, width]), states);
    outputs.push(states[0] as tf.Tensor);
  }
  return { outputs: tf.stack(outputs, 1), states };
}
