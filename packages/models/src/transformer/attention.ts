import type { ForwardOptions, Tensor } from '@prattle/core';
import {
  createLinear,
  createPackedLinear,
  createRmsNorm,
  createRotary,
  dropout,
  dropoutRandom,
  type KeyValueCache,
  type ParameterBuilder,
} from '@prattle/nn';
import { attention, attentionPacked, attentionWeights, reshape, residualAdd, slice } from '@prattle/ops';
import type { TransformerConfig } from './config.js';
import type { TransformerInitialisation } from './initialisation.js';
import type { TransformerNames } from './names.js';

/** What a layer remembers while decoding. */
export interface LayerMemory {
  readonly cache: KeyValueCache;
  readonly place: DecodingPlace;
}

/** Where the new tokens of a decoding step stand, and what they see. */
export interface DecodingPlace {
  /** int32 [n, t] */
  readonly positions: Tensor;
  /** int32 [n · t]: the places of the cache that they take, as `KeyValueCache.write` counts them. */
  readonly rows: Tensor;
  /**
   * One new token for each of these slots (int32 [n]; absent: all), with `lengths` (int32 [n]) tokens in each then; or the
   * last ones of `length` tokens in one slot.
   */
  readonly view: { readonly slots?: Tensor; readonly lengths: Tensor } | { readonly slot: number; readonly length: number };
}

/** What a block is made from. */
export interface BlockPlan {
  readonly config: TransformerConfig;
  readonly names: TransformerNames;
  readonly initialisation: TransformerInitialisation;
  /** The longest sequence. */
  readonly contextLength: number;
  /** Whether tokens see only what came before: true in a decoder, false in an encoder. */
  readonly causal: boolean;
}

export interface BlockOptions extends ForwardOptions {
  /** While decoding: tokens also see what the cache holds of their slot. */
  readonly memory?: LayerMemory;
  /** int32 [B]: tokens beyond are padding, which nobody sees. */
  readonly lengths?: Tensor;
}

export interface SelfAttention {
  /** residual + attention(x): [B, T, C] → [B, T, C]. */
  forward(x: Tensor, residual: Tensor, options: BlockOptions): Tensor;
}

/**
 * Self-attention with several heads: softmax(q · kᵀ · scale) · v, in a decoder over the token itself and what came before.
 * Query head h reads key head floor(h · keyHeads / heads) (grouped queries, Ainslie et al. 2023).
 */
export function createSelfAttention(parameters: ParameterBuilder, plan: BlockPlan): SelfAttention {
  const { config, names, initialisation, contextLength, causal } = plan;
  const { width, heads, bias } = config;
  const keyHeads = config.keyHeads ?? heads;
  const headWidth = width / heads;
  const queryWidth = heads * headWidth;
  const keyWidth = keyHeads * headWidth;

  const { name, parts } = names.queryKeyValue;
  const linearOptions = { bias: bias && config.attentionBias, initialisation: initialisation.linear };
  const queryKeyValue = parts
    ? createPackedLinear(parameters, name, width, parts({ heads, keyHeads, headWidth }), linearOptions)
    : createLinear(parameters.scope(name), width, queryWidth + 2 * keyWidth, linearOptions);
  const epsilon = config.normEpsilon === null ? {} : { epsilon: config.normEpsilon };
  const queryNorm = config.queryKeyNorm ? createRmsNorm(parameters.scope('q_norm'), headWidth, epsilon) : undefined;
  const keyNorm = config.queryKeyNorm ? createRmsNorm(parameters.scope('k_norm'), headWidth, epsilon) : undefined;
  const rotary = config.positions === 'rotary' ? createRotary(parameters, contextLength, headWidth, config.rotaryBase) : undefined;
  const projection = createLinear(parameters.scope(names.projection), queryWidth, width, {
    bias,
    initialisation: initialisation.residual,
  });

  const scale = 1 / Math.sqrt(config.scale === 'model' ? width : headWidth);
  const shape = { heads, keyHeads, scale, causal };
  const isPlain = !rotary && !queryNorm;

  /** Queries, keys and values of [B, T, (H + 2·Hkv)·D], normalised and turned where the config says so. */
  const split = (packed: Tensor, positions?: Tensor): { q: Tensor; k: Tensor; v: Tensor } => {
    const columns = (start: number, size: number): Tensor =>
      slice(packed, [0, 0, start], [packed.shape[0] ?? 0, packed.shape[1] ?? 0, size]);
    let q = columns(0, queryWidth);
    let k = columns(queryWidth, keyWidth);
    if (queryNorm && keyNorm) {
      q = perHead(q, heads, queryNorm.forward);
      k = perHead(k, keyHeads, keyNorm.forward);
    }
    if (rotary) {
      q = rotary.forward(q, heads, positions);
      k = rotary.forward(k, keyHeads, positions);
    }
    return { q, k, v: columns(queryWidth + keyWidth, keyWidth) };
  };

  /** The new tokens attend to themselves and to all that their slots remember. */
  const attendWithMemory = (packed: Tensor, { cache, place }: LayerMemory): Tensor => {
    const { q, k, v } = split(packed, place.positions);
    cache.write(place.rows, { keys: k, values: v });
    const { view } = place;
    if ('slot' in view) {
      const { keys, values } = cache.readFirst(view.slot, view.length);
      return attention(q, keys, values, shape);
    }
    // A single query is the last token itself: it sees all that counts.
    const { keys, values } = cache.read(view.slots);
    return attention(q, keys, values, { ...shape, causal: false, lengths: view.lengths });
  };

  const attend = (packed: Tensor, options: BlockOptions): Tensor => {
    const random = dropoutRandom(config.dropout, options);
    const attributes = {
      ...shape,
      ...(random ? { dropout: config.dropout, random } : {}),
      ...(options.lengths ? { lengths: options.lengths } : {}),
    };
    if (isPlain && !options.observe) return attentionPacked(packed, attributes);
    const { q, k, v } = split(packed);
    options.observe?.('attention', attentionWeights(q, k, { ...shape, ...(options.lengths ? { lengths: options.lengths } : {}) }));
    return attention(q, k, v, attributes);
  };

  return {
    forward(x, residual, options) {
      const packed = queryKeyValue.forward(x); // [B, T, (H + 2·Hkv)·D]
      const mixed = options.memory ? attendWithMemory(packed, options.memory) : attend(packed, options);
      if (!dropoutRandom(config.dropout, options)) return projection.forward(mixed, { residual });
      return residualAdd(residual, dropout(projection.forward(mixed), config.dropout, options));
    },
  };
}

/** Applies f to every head by itself: [B, T, H·D] → [B, T, H, D] → [B, T, H·D]. */
function perHead(x: Tensor, heads: number, f: (x: Tensor) => Tensor): Tensor {
  const [batch = 0, time = 0, width = 0] = x.shape;
  return reshape(f(reshape(x, [batch, time, heads, width / heads])), [batch, time, width]);
}
