import type { TensorInfo } from '@prattle/ops/tfjs';
import { activationFunctions } from '../linear/activations.js';
import type { ScanSizes } from './scan-program.js';

export const scanMath = activationFunctions;

/** The state before a position; needs the buffers `start` and `y`. */
export const forwardState = `
fn before(b: u32, t: u32, e: u32) -> f32 {
  if (t == 0u) { return start[b * u.hidden + e]; }
  return y[(b * u.time + t - 1u) * u.hidden + e];
}`;

/** Going backwards: the row of this step's position, and that of the position after it, which was the step before. */
export const backwardPosition = `
  let row = b * u.time + select(0u, u.time - 1u - step, step < u.time);
  let later = b * u.time + u.time - step;`;

/** @param withTime a tensor [B, T, …]; @param start the state [B, H] */
export function sizesOfScan({ shape: [batch = 0, time = 0] }: TensorInfo, { shape: [, hidden = 0] }: TensorInfo): ScanSizes {
  return { batch, time, hidden };
}
