import type * as tf from '@tensorflow/tfjs-core';
import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import type { AttentionAttributes } from '../kernels.js';
import { real, type Tensor } from '../tensor.js';
import { lastDimension, shapeError } from '../usage.js';
import { type AttentionOptions, attributesOf } from './options.js';
import { attentionPackedReference, attentionReference, weightsReference } from './reference.js';

type Inputs = { packed?: tf.Tensor; q?: tf.Tensor; k?: tf.Tensor; v?: tf.Tensor; lengths?: tf.Tensor; counter?: tf.Tensor };

const operation: FusedOperation<'PrattleAttention', 'PrattleAttentionGradient'> = {
  kernel: 'PrattleAttention',
  gradientKernel: 'PrattleAttentionGradient',
  keeps: ['packed', 'q', 'k', 'v', 'lengths', 'counter'],
  keepsOutput: () => true,
  gradient({ dy, inputs, outputs, attrs }, kernel) {
    const [first, dk, dv] = kernel({ ...inputs, dy, y: outputs[0], stats: outputs[1] }, attrs);
    if (inputs.packed !== undefined) return { packed: first };
    return { q: first, k: dk, v: dv };
  },
};

/**
 * Scaled dot-product attention with any number of heads (Vaswani et al. 2017, arXiv:1706.03762): per head
 * `softmax(scale · q · kᵀ + mask) · v`. Query head h reads key head floor(h · keyHeads / heads) (Ainslie et al. 2023,
 * arXiv:2305.13245). A query that sees no key gives 0.
 *
 * @param q float32 [B, Tq, heads · D]
 * @param k float32 [B, Tk, keyHeads · D]
 * @param v float32, as k
 * @returns float32 [B, Tq, heads · D]
 * @throws UsageError when the shapes do not fit
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, options: AttentionOptions): Tensor {
  const attributes = attributesOf('attention', lastDimension(q), options);
  requireFit('attention', attributes, q, k, v);
  const kernel = usableKernel(operation);
  if (kernel === undefined) return attentionReference(q, k, v, attributes, options);
  return runFused(operation, kernel, withShared({ q: real(q), k: real(k), v: real(v) }, options), attributes);
}

/**
 * `attention` of a sequence to itself with q, k and v beside each other in one tensor, as one product makes them.
 *
 * @param qkv float32 [B, T, (heads + 2 · keyHeads) · D]
 * @returns float32 [B, T, heads · D]
 * @throws UsageError when the width does not fit the heads
 */
export function attentionPacked(qkv: Tensor, options: AttentionOptions): Tensor {
  const { heads, keyHeads = heads } = options;
  const attributes = attributesOf('attentionPacked', (lastDimension(qkv) * heads) / (heads + 2 * keyHeads), options);
  if (qkv.shape.length !== 3)
    throw shapeError('attentionPacked', `qkv [${qkv.shape}] is not a batch of sequences`, 'Give a tensor [batch, time, width].');
  const kernel = usableKernel(operation);
  if (kernel === undefined) return attentionPackedReference(qkv, attributes, options);
  return runFused(operation, kernel, withShared({ packed: real(qkv) }, options), attributes);
}

/**
 * Where `attention` looks: the weights by which it mixes the values, before any dropout. To look at, not to learn from: it is
 * always composed of stock operations, and no step that computes it is recorded.
 *
 * @returns float32 [B, heads, Tq, Tk]; the row of a query sums to 1, or to 0 where it sees no key
 */
export function attentionWeights(q: Tensor, k: Tensor, options: Omit<AttentionOptions, 'dropout' | 'random'>): Tensor {
  const attributes = attributesOf('attentionWeights', lastDimension(q), options);
  requireFit('attentionWeights', attributes, q, k, k);
  return weightsReference(q, k, attributes, options.lengths);
}

/** @throws UsageError when queries, keys and values do not fit each other */
function requireFit(operation: string, { heads, keyHeads, headWidth }: AttentionAttributes, q: Tensor, k: Tensor, v: Tensor): void {
  const fits =
    q.shape.length === 3 &&
    k.shape.length === 3 &&
    q.shape[0] === k.shape[0] &&
    lastDimension(k) === keyHeads * headWidth &&
    v.size === k.size;
  if (fits) return;
  throw shapeError(
    operation,
    `q [${q.shape}], k [${k.shape}] and v [${v.shape}] do not fit ${heads} heads (${keyHeads} for keys)`,
    'Give q as [batch, queries, heads · width], k and v as [batch, keys, key heads · width].',
  );
}

function withShared(inputs: Inputs, { lengths, dropout = 0, random }: AttentionOptions): Inputs {
  if (lengths !== undefined) inputs.lengths = real(lengths);
  if (dropout > 0 && random !== undefined) inputs.counter = real(random.counter);
  return inputs;
}
