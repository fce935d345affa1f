import * as tf from '@tensorflow/tfjs-core';
import { oneHotFloat } from '../plain/one-hot.js';
import { lastDimension } from '../usage.js';

/** `crossEntropy` composed of stock operations. */
export function crossEntropyReference(logitRows: tf.Tensor, targetRows: tf.Tensor, ignoreIndex: number, labelSmoothing: number): tf.Tensor {
  const classes = lastDimension(logitRows);
  const logits = tf.reshape(logitRows, [targetRows.size, classes]);
  const targets = tf.reshape(targetRows, [targetRows.size]);
  const counts = tf.cast(tf.notEqual(targets, tf.scalar(ignoreIndex, 'int32')), 'float32');
  // Ignored targets may be no class at all: they become class 0 and are weighted with 0.
  const hits = oneHotFloat(tf.mul(targets, tf.cast(counts, 'int32')), classes);
  const target = labelSmoothing === 0 ? hits : tf.add(tf.mul(hits, 1 - labelSmoothing), labelSmoothing / classes);
  const losses = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), target), -1));
  return tf.div(tf.sum(tf.mul(losses, counts)), tf.maximum(tf.sum(counts), 1));
}
