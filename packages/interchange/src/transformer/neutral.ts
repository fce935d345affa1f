import type { TensorArray } from '@prattle/checkpoint';
import { rowsOf, scaled, stacked } from '../arrays.js';
import type { Tensors } from '../portable.js';
import { sizesOf, type TransformerSettings } from './settings.js';

type Renames = readonly (readonly [RegExp, string])[];

/** From the names of each layout to Llama's, which keep queries, keys and values apart. */
const renames: Readonly<Record<TransformerSettings['layout'], Renames>> = {
  separate: [],
  packed: [
    [/^transformer\.wte\./, 'model.embed_tokens.'],
    [/^transformer\.wpe\./, 'model.embed_positions.'],
    [/^transformer\.ln_f\./, 'model.norm.'],
    [/^transformer\.h\.(\d+)\.ln_1\./, 'model.layers.$1.input_layernorm.'],
    [/^transformer\.h\.(\d+)\.ln_2\./, 'model.layers.$1.post_attention_layernorm.'],
    [/^transformer\.h\.(\d+)\.attn\.c_proj\./, 'model.layers.$1.self_attn.o_proj.'],
    [/^transformer\.h\.(\d+)\.attn\./, 'model.layers.$1.self_attn.'],
    [/^transformer\.h\.(\d+)\.mlp\.c_fc\./, 'model.layers.$1.mlp.up_proj.'],
    [/^transformer\.h\.(\d+)\.mlp\.c_proj\./, 'model.layers.$1.mlp.down_proj.'],
    [/^transformer\.h\.(\d+)\.mlp\./, 'model.layers.$1.mlp.'],
  ],
  'per-head': [
    [/^token_embedding_table\./, 'model.embed_tokens.'],
    [/^position_embedding_table\./, 'model.embed_positions.'],
    [/^ln_f\./, 'model.norm.'],
    [/^blocks\.(\d+)\.ln1\./, 'model.layers.$1.input_layernorm.'],
    [/^blocks\.(\d+)\.ln2\./, 'model.layers.$1.post_attention_layernorm.'],
    [/^blocks\.(\d+)\.sa\.proj\./, 'model.layers.$1.self_attn.o_proj.'],
    [/^blocks\.(\d+)\.sa\./, 'model.layers.$1.self_attn.'],
    [/^blocks\.(\d+)\.ffwd\.net\.0\./, 'model.layers.$1.mlp.up_proj.'],
    [/^blocks\.(\d+)\.ffwd\.net\.2\./, 'model.layers.$1.mlp.down_proj.'],
    [/^blocks\.(\d+)\.ffwd\./, 'model.layers.$1.mlp.'],
  ],
};

/**
 * A transformer's tensors under Llama's names, whatever its layout: q_proj, k_proj and v_proj for queries, keys and values,
 * `model.embed_positions` for learned positions, up_proj and down_proj where the feed-forward part has no gate. Scores that
 * are divided by the root of the model's width come out divided by that of a head's.
 */
export function neutralTensors(settings: TransformerSettings, tensors: Tensors): Map<string, TensorArray> {
  const named = new Map<string, TensorArray>();
  for (const [name, tensor] of tensors) {
    const [pattern, replacement] = renames[settings.layout].find(([before]) => before.test(name)) ?? [/^/, ''];
    named.set(name.replace(pattern, replacement), tensor);
  }
  for (let layer = 0; layer < settings.layers; layer++) {
    const attention = `model.layers.${layer}.self_attn`;
    for (const kind of ['weight', 'bias']) separate(named, attention, kind, settings);
    if (settings.scale === 'model') rescale(named, attention, settings);
  }
  return named;
}

/** Queries, keys and values out of one tensor, or together from those of every head. */
function separate(named: Map<string, TensorArray>, attention: string, kind: string, settings: TransformerSettings): void {
  const { heads } = settings;
  const { keyHeads, headWidth } = sizesOf(settings);
  const packed = named.get(`${attention}.c_attn.${kind}`);
  const ends = [heads * headWidth, (heads + keyHeads) * headWidth, (heads + 2 * keyHeads) * headWidth] as const;
  for (const [index, part] of (['query', 'key', 'value'] as const).entries()) {
    const target = `${attention}.${part[0]}_proj.${kind}`;
    if (packed) named.set(target, rowsOf(packed, index === 0 ? 0 : (ends[index - 1] ?? 0), ends[index] ?? 0));
    const ofHeads = Array.from({ length: part === 'query' ? heads : keyHeads }, (_, head) => `${attention}.heads.${head}.${part}.${kind}`);
    const found = ofHeads.flatMap((name) => named.get(name) ?? []);
    if (found.length > 0) named.set(target, stacked(found));
    for (const name of ofHeads) named.delete(name);
  }
  named.delete(`${attention}.c_attn.${kind}`);
}

/** √(head width / width) goes into what the scores are made from: the queries, or the norm that they pass last. */
function rescale(named: Map<string, TensorArray>, attention: string, settings: TransformerSettings): void {
  const factor = Math.sqrt(sizesOf(settings).headWidth / settings.width);
  const targets = settings.queryKeyNorm ? ['q_norm.weight'] : ['q_proj.weight', 'q_proj.bias'];
  for (const target of targets) {
    const tensor = named.get(`${attention}.${target}`);
    if (tensor) named.set(`${attention}.${target}`, scaled(tensor, factor));
  }
}
