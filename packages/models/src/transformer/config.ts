import { boolean, type ConfigValues, choice, defineConfig, integer, number } from '@prattle/core';

/** What can be varied about the block. The presets say which values make a known model. */
export const config = defineConfig(
  {
    layers: integer({ default: 4, min: 1, describe: 'Blocks on top of each other', aliases: ['n_layer', 'num_hidden_layers'] }),
    heads: integer({ default: 4, min: 1, describe: 'Attention heads of a block', aliases: ['n_head', 'num_attention_heads'] }),
    keyHeads: integer({
      default: null,
      min: 1,
      describe: 'Heads of keys and values, shared by groups of query heads; unset: as many as heads',
      aliases: ['n_kv_head', 'num_key_value_heads'],
    }),
    width: integer({ default: 128, min: 1, describe: 'Numbers that stand for one token', aliases: ['n_embd', 'hidden_size'] }),
    hidden: integer({
      default: null,
      min: 1,
      describe: 'Inner width of the feed-forward part; unset: 4 times the width',
      aliases: ['n_inner', 'intermediate_size'],
    }),
    activation: choice(['relu', 'gelu', 'gelu-tanh', 'swiglu'], { default: 'gelu', describe: 'Non-linearity of the feed-forward part' }),
    norm: choice(['layer', 'rms'], { default: 'layer', describe: 'Kind of normalisation' }),
    normEpsilon: number({
      default: null,
      min: 0,
      describe: 'Added before the root of a norm; unset: 1e-5 for layer norm, 1e-6 for RMS norm',
      aliases: ['layer_norm_epsilon', 'rms_norm_eps'],
    }),
    positions: choice(['learned', 'rotary'], { default: 'learned', describe: 'How a token knows its place' }),
    rotaryBase: number({
      default: 10_000,
      min: 1,
      describe: 'Rotary positions: how much slower the slowest pair of numbers turns, about',
      aliases: ['rope_theta'],
    }),
    queryKeyNorm: boolean({ default: false, describe: 'Normalise queries and keys within each head', aliases: ['qk_norm'] }),
    scale: choice(['head', 'model'], { default: 'head', describe: 'Width by whose square root attention scores are divided' }),
    layout: choice(['packed', 'per-head', 'separate'], {
      default: 'packed',
      describe: 'Parameter names: GPT-2 (packed q/k/v), the nanoGPT lecture (a matrix for each head), Llama (separate q, k and v)',
    }),
    bias: boolean({ default: true, describe: 'Biases in linear layers and layer norms' }),
    attentionBias: boolean({ default: true, describe: 'Biases of queries, keys and values, where there are biases at all' }),
    outputBias: boolean({ default: false, describe: 'Bias of the output layer' }),
    tied: boolean({ default: true, describe: 'Output layer shares the token embedding', aliases: ['tie_word_embeddings'] }),
    dropout: number({ default: 0, min: 0, max: 0.95, describe: 'Share dropped from embeddings, attention weights and residual branches' }),
    initialisation: choice(['gpt2', 'torch'], {
      default: 'gpt2',
      describe: 'Starting values: as GPT-2, or as PyTorch layers start by default',
    }),
  },
  {
    check({ width, heads, keyHeads, positions }) {
      if (width % heads !== 0) return { setting: 'heads', allowed: `a divisor of the width, ${width}` };
      if (keyHeads !== null && heads % keyHeads !== 0) return { setting: 'keyHeads', allowed: `a divisor of the heads, ${heads}` };
      if (positions === 'rotary' && (width / heads) % 2 !== 0)
        return { setting: 'heads', allowed: 'such that width / heads is even, for rotary positions' };
      return undefined;
    },
  },
);

export type TransformerConfig = ConfigValues<typeof config>;
