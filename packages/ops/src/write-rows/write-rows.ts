import * as tf from '@tensorflow/tfjs-core';
import { findKernel } from '../fused/registry.js';
import { real, type Tensor } from '../tensor.js';
import { replaceValue } from '../tensors/transfer.js';
import { inner } from '../tfjs/engine.js';
import { lastDimension, shapeError } from '../usage.js';

/**
 * Overwrites rows of a table where it lies: `table[rows[n]] = values[n]`. The rows are a tensor, so that a recorded step can
 * write somewhere else each time: what a decoder's cache is filled with. It has no gradient.
 *
 * @param table a float32 variable [..., C], seen as R rows
 * @param rows int32 of any shape, N in all, each on [0, R); none twice
 * @param values float32 [..., C], N rows in all
 * @throws UsageError when the shapes do not fit
 */
export function writeRows(table: Tensor, rows: Tensor, values: Tensor): void {
  const width = lastDimension(table);
  if (lastDimension(values) !== width || values.size !== rows.size * width) {
    throw shapeError(
      'writeRows',
      `values [${values.shape}] are not ${rows.size} rows of the table [${table.shape}]`,
      'Give one row of the table’s width for each index.',
    );
  }
  const kernel = findKernel('PrattleWriteRows');
  if (kernel) kernel({ inputs: { table: real(table), rows: real(rows), values: real(values) }, attrs: {}, backend: inner().backend });
  else replaceValue(table, () => writeRowsReference(real(table), real(rows), real(values)));
}

function writeRowsReference(table: tf.Tensor, rows: tf.Tensor, values: tf.Tensor): tf.Tensor {
  const width = lastDimension(table);
  const flat = tf.reshape(table, [table.size / width, width]);
  const written = tf.tensorScatterUpdate(flat, tf.reshape(rows, [rows.size, 1]), tf.reshape(values, [rows.size, width]));
  return tf.reshape(written, table.shape);
}
