import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { activations } from '../../operations.js';
import { sizeOf } from '../shapes.js';

/** Those of tfjs's activations that a matrix product may end with. */
const known: Readonly<Record<string, number>> = {
  linear: activations.none,
  relu: activations.relu,
  sigmoid: activations.sigmoid,
};

/** Bias and activation of tfjs's fused kernels as a matrix product has them; nothing where it does not. */
export function epilogueOf(
  backend: PrattleBackend,
  columns: number,
  bias: TensorInfo | null | undefined,
  activation = 'linear',
): { bias: number; activation: number } | undefined {
  const code = known[activation];
  const fits = bias == null || (bias.dtype === 'float32' && bias.shape.at(-1) === columns && sizeOf(bias.shape) === columns);
  return fits && code !== undefined ? { bias: backend.address(bias), activation: code } : undefined;
}
