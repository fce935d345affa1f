import type { PackedPart } from '@prattle/nn';
import type { TransformerConfig } from './config.js';

/** How many rows of the packed q/k/v product belong to whom. */
export interface HeadSizes {
  readonly heads: number;
  readonly keyHeads: number;
  readonly headWidth: number;
}

/** Where each parameter goes by name. All layouts hold the same numbers and compute the same thing. */
export interface TransformerNames {
  readonly tokens: string;
  readonly positions: string;
  block(layer: number): string;
  readonly attentionNorm: string;
  readonly attention: string;
  /** Inside `attention`. Without parts the packed matrix is what PyTorch holds, too. */
  readonly queryKeyValue: { readonly name: string; parts?(sizes: HeadSizes): readonly PackedPart[] };
  readonly projection: string;
  readonly feedForwardNorm: string;
  readonly feedForward: string;
  /** Inside `feedForward`. */
  readonly expand: string;
  readonly contract: string;
  readonly finalNorm: string;
  readonly output: string;
}

/** Andrej Karpathy's lecture and the notebook: every head has matrices of its own, drawn key, query, value. */
const perHead: TransformerNames = {
  tokens: 'token_embedding_table',
  positions: 'position_embedding_table',
  block: (layer) => `blocks.${layer}`,
  attentionNorm: 'ln1',
  attention: 'sa',
  queryKeyValue: {
    name: 'qkv',
    parts({ heads, keyHeads, headWidth }) {
      const keys = heads * headWidth;
      const values = keys + keyHeads * headWidth;
      return Array.from({ length: heads }, (_, head) => [
        ...(head < keyHeads ? [{ name: `heads.${head}.key`, start: keys + head * headWidth, outputs: headWidth }] : []),
        { name: `heads.${head}.query`, start: head * headWidth, outputs: headWidth },
        ...(head < keyHeads ? [{ name: `heads.${head}.value`, start: values + head * headWidth, outputs: headWidth }] : []),
      ]).flat();
    },
  },
  projection: 'proj',
  feedForwardNorm: 'ln2',
  feedForward: 'ffwd',
  expand: 'net.0',
  contract: 'net.2',
  finalNorm: 'ln_f',
  output: 'lm_head',
};

/** GPT-2, nanoGPT: one matrix whose rows are all queries, all keys, all values. */
const packed: TransformerNames = {
  tokens: 'transformer.wte',
  positions: 'transformer.wpe',
  block: (layer) => `transformer.h.${layer}`,
  attentionNorm: 'ln_1',
  attention: 'attn',
  queryKeyValue: { name: 'c_attn' },
  projection: 'c_proj',
  feedForwardNorm: 'ln_2',
  feedForward: 'mlp',
  expand: 'c_fc',
  contract: 'c_proj',
  finalNorm: 'transformer.ln_f',
  output: 'lm_head',
};

/** Llama and its relatives. */
const separate: TransformerNames = {
  tokens: 'model.embed_tokens',
  positions: 'model.embed_positions',
  block: (layer) => `model.layers.${layer}`,
  attentionNorm: 'input_layernorm',
  attention: 'self_attn',
  queryKeyValue: {
    name: 'qkv_proj',
    parts: ({ heads, keyHeads, headWidth }) => [
      { name: 'q_proj', start: 0, outputs: heads * headWidth },
      { name: 'k_proj', start: heads * headWidth, outputs: keyHeads * headWidth },
      { name: 'v_proj', start: (heads + keyHeads) * headWidth, outputs: keyHeads * headWidth },
    ],
  },
  projection: 'o_proj',
  feedForwardNorm: 'post_attention_layernorm',
  feedForward: 'mlp',
  expand: 'up_proj',
  contract: 'down_proj',
  finalNorm: 'model.norm',
  output: 'lm_head',
};

export function namesOf(layout: TransformerConfig['layout']): TransformerNames {
  return { packed, 'per-head': perHead, separate }[layout];
}
