import type * as tf from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';
import { shapeError } from '../usage.js';

export interface ScanOptions {
  /** Added to the product with the state; as long as the weight has rows. */
  readonly bias?: Tensor;
}

/** @throws UsageError when x, weight, bias and the states do not fit each other and this number of gates */
export function requireScanShapes(
  name: string,
  gates: number,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  states: readonly Tensor[],
): void {
  const [batch = 0, , width = 0] = x.shape;
  const [rows = 0, hidden = 0] = weight.shape;
  if (x.shape.length !== 3 || weight.shape.length !== 2 || rows !== gates * hidden || width !== rows) {
    throw shapeError(
      name,
      `x [${x.shape}] and the weight [${weight.shape}] do not fit ${gates === 1 ? 'one gate' : `${gates} gates`}`,
      `Give x as [batch, time, ${gates === 1 ? '' : `${gates} · `}hidden] and the weight as [${gates === 1 ? '' : `${gates} · `}hidden, hidden].`,
    );
  }
  if (bias !== undefined && bias.size !== rows) {
    throw shapeError(name, `the bias [${bias.shape}] does not fit the weight [${weight.shape}]`, `Give a bias of shape [${rows}].`);
  }
  for (const state of states) {
    if (state.shape.length !== 2 || state.shape[0] !== batch || state.shape[1] !== hidden) {
      throw shapeError(name, `the state [${state.shape}] does not fit`, `Give one of shape [${batch}, ${hidden}].`);
    }
  }
}

/** What all scans read. */
export function scanInputs(x: Tensor, weight: Tensor, start: Tensor, bias: Tensor | undefined): ScanInputs {
  const inputs = { x: real(x), weight: real(weight), start: real(start) };
  return bias === undefined ? inputs : { ...inputs, bias: real(bias) };
}

interface ScanInputs {
  readonly x: tf.Tensor;
  readonly weight: tf.Tensor;
  readonly start: tf.Tensor;
  readonly bias?: tf.Tensor;
}
