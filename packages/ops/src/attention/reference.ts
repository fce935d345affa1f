import * as tf from '@tensorflow/tfjs-core';
import { dropoutMask } from '../dropout/mask.js';
import type { AttentionAttributes } from '../kernels.js';
import { real, type Tensor } from '../tensor.js';
import type { AttentionOptions } from './options.js';

/** `attentionPacked` composed of stock operations. */
export function attentionPackedReference(qkv: Tensor, attributes: AttentionAttributes, options: AttentionOptions): Tensor {
  const { heads, keyHeads, headWidth } = attributes;
  const sizes = [heads * headWidth, keyHeads * headWidth, keyHeads * headWidth];
  const [q, k, v] = tf.split(real(qkv), sizes, 2) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return attentionReference(q, k, v, attributes, options);
}

/**
 * `attention` composed of stock operations. The query heads that share a key head are laid one after the other along
 * time, so that grouped heads need no copies of k and v.
 */
export function attentionReference(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  attributes: AttentionAttributes,
  { lengths, random }: AttentionOptions,
): Tensor {
  const { heads, keyHeads, headWidth, dropout, site } = attributes;
  const [batch = 1, queries = 1] = q.shape;
  const keys = k.shape[1] ?? 1;
  const groups = batch * keyHeads;
  const rows = (heads / keyHeads) * queries;
  const valueRows: tf.Tensor3D = tf.reshape(splitHeads(v, keyHeads, headWidth), [groups, keys, headWidth]);
  let weights = weightsReference(q, k, attributes, lengths);
  if (dropout > 0 && random !== undefined) weights = tf.mul(weights, dropoutMask(weights.shape, real(random.counter), site, dropout));
  const weightRows: tf.Tensor3D = tf.reshape(weights, [groups, rows, keys]);
  const mixed = tf.matMul(weightRows, valueRows);
  return joinHeads(tf.reshape(mixed, [batch, heads, queries, headWidth]));
}

/** The softmaxed scores, [B, H, Tq, Tk], before any dropout. */
export function weightsReference(
  q: Tensor,
  k: Tensor,
  { heads, keyHeads, headWidth, scale, causal }: AttentionAttributes,
  lengths: Tensor | undefined,
): tf.Tensor {
  const [batch = 1, queries = 1] = q.shape;
  const keys = k.shape[1] ?? 1;
  const groups = batch * keyHeads;
  const queryRows: tf.Tensor3D = tf.reshape(splitHeads(q, heads, headWidth), [groups, (heads / keyHeads) * queries, headWidth]);
  const keyRows: tf.Tensor3D = tf.reshape(splitHeads(k, keyHeads, headWidth), [groups, keys, headWidth]);
  const scores = tf.mul(tf.reshape(tf.matMul(queryRows, keyRows, false, true), [batch, heads, queries, keys]), scale);
  return maskedSoftmax(scores, visibleKeys(batch, queries, keys, causal, lengths));
}

/** [B, T, H·D] to [B, H, T, D]. */
function splitHeads(x: Tensor, heads: number, headWidth: number): tf.Tensor {
  const [batch = 1, time = 1] = x.shape;
  return tf.transpose(tf.reshape(real(x), [batch, time, heads, headWidth]), [0, 2, 1, 3]);
}

/** [B, H, T, D] to [B, T, H·D]. */
function joinHeads(x: tf.Tensor): tf.Tensor {
  const [batch = 1, heads = 1, time = 1, headWidth = 1] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, time, heads * headWidth]);
}

/** 1 where a query sees a key, else 0, broadcastable to [B, H, Tq, Tk]; nothing if every query sees every key. */
function visibleKeys(batch: number, queries: number, keys: number, causal: boolean, lengths: Tensor | undefined): tf.Tensor | undefined {
  const key = tf.range(0, keys, 1, 'int32');
  const past = causal ? tf.lessEqual(key, tf.reshape(tf.range(keys - queries, keys, 1, 'int32'), [queries, 1])) : undefined;
  const present = lengths && tf.less(key, tf.reshape(real(lengths), [batch, 1, 1, 1]));
  const visible = past && present ? tf.logicalAnd(past, present) : (past ?? present);
  return visible && tf.cast(visible, 'float32');
}

function maskedSoftmax(scores: tf.Tensor, visible: tf.Tensor | undefined): tf.Tensor {
  if (visible === undefined) return tf.softmax(scores);
  // Far below any score, yet finite: where nothing is visible the softmax is even, and the product makes it 0.
  return tf.mul(tf.softmax(tf.add(scores, tf.mul(tf.sub(visible, 1), 1e30))), visible);
}
