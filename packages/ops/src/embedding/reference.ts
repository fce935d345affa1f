import * as tf from '@tensorflow/tfjs-core';
import { gatherRows } from '../plain/gather.js';
import { real, type Tensor } from '../tensor.js';
import { lastDimension } from '../usage.js';

/** `embedding` composed of stock operations. */
export function embeddingReference(ids: Tensor, table: Tensor, positions: Tensor | undefined, offset: number): Tensor {
  const width = lastDimension(table);
  const rows = gatherRows(real(table), real(ids));
  return positions === undefined ? rows : tf.add(rows, tf.slice(real(positions), [offset, 0], [lastDimension(ids), width]));
}
