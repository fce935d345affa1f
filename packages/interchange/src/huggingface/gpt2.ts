import type { TensorArray } from '@prattle/checkpoint';
import { stacked, transposed, zeros } from '../arrays.js';
import { inexpressible, unsupported } from '../errors.js';
import type { ImportedModel, PortableModel, Tensors } from '../portable.js';
import { neutralTensors } from '../transformer/neutral.js';
import { sizesOf, type TransformerSettings } from '../transformer/settings.js';
import type { ConfigReader } from './config-reader.js';
import type { HuggingFaceModel } from './formats.js';
import { layersOf, requireGptLayers, requireSame, shapeOf } from './measure.js';

/** Transformers' names for activations, and ours. */
const activations: Readonly<Record<string, TransformerSettings['activation']>> = {
  gelu: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  gelu_fast: 'gelu-tanh',
  relu: 'relu',
};

/** GPT-2 keeps these [inputs, outputs] (its Conv1D); everyone else [outputs, inputs]. */
const CONVOLUTIONS = /\.(attn\.c_attn|attn\.c_proj|mlp\.c_fc|mlp\.c_proj)\.weight$/;

/** What keeps a model from being a GPT-2, setting by setting. */
export function gpt2Obstacles(settings: TransformerSettings): string[] {
  const { norm, positions, activation, heads, queryKeyNorm, outputBias } = settings;
  return [
    norm === 'layer' ? '' : `norm is ${norm}`,
    positions === 'learned' ? '' : `positions are ${positions}`,
    activation === 'swiglu' ? 'activation is swiglu' : '',
    sizesOf(settings).keyHeads === heads ? '' : 'keyHeads are fewer than heads',
    queryKeyNorm ? 'queryKeyNorm is set' : '',
    outputBias ? 'outputBias is set' : '',
  ].filter((obstacle) => obstacle !== '');
}

/** A transformer as GPT2LMHeadModel. @throws UsageError when it is none */
export function toGpt2({ config, data, tensors }: PortableModel): HuggingFaceModel {
  const settings = config as unknown as TransformerSettings;
  const obstacles = gpt2Obstacles(settings);
  if (obstacles.length > 0) throw inexpressible(`GPT-2 has no such model: ${obstacles.join(', ')}`, 'Export it as ONNX or safetensors.');
  const { layers, heads, width, dropout, tied } = settings;
  const activation = Object.entries(activations).find(([, ours]) => ours === settings.activation)?.[0];
  return {
    config: {
      architectures: ['GPT2LMHeadModel'],
      model_type: 'gpt2',
      activation_function: activation,
      attn_pdrop: dropout,
      embd_pdrop: dropout,
      resid_pdrop: dropout,
      initializer_range: 0.02,
      layer_norm_epsilon: settings.normEpsilon ?? 1e-5,
      n_ctx: data.contextLength,
      n_embd: width,
      n_head: heads,
      n_inner: sizesOf(settings).hidden,
      n_layer: layers,
      n_positions: data.contextLength,
      scale_attn_weights: true,
      tie_word_embeddings: tied,
      torch_dtype: 'float32',
      use_cache: true,
      vocab_size: data.vocabularySize,
    },
    tensors: gpt2Tensors(settings, neutralTensors(settings, tensors)),
  };
}

function gpt2Tensors(settings: TransformerSettings, neutral: Tensors): Map<string, TensorArray> {
  const named = new Map<string, TensorArray>();
  const whole = (name: string): TensorArray => ({
    values: neutral.get(name)?.values ?? new Float32Array(0),
    shape: shapeOf(neutral, name),
  });
  /** A bias of zeros where the model has none, as GPT-2 always has one. */
  const bias = (name: string, length: number): TensorArray => neutral.get(name) ?? zeros(length);
  const linear = (target: string, sources: readonly string[]): void => {
    const weight = stacked(sources.map((source) => whole(`${source}.weight`)));
    named.set(`${target}.weight`, transposed(weight));
    named.set(`${target}.bias`, stacked(sources.map((source) => bias(`${source}.bias`, shapeOf(neutral, `${source}.weight`)[0] ?? 0))));
  };
  const norm = (target: string, source: string): void => {
    named.set(`${target}.weight`, whole(`${source}.weight`));
    named.set(`${target}.bias`, bias(`${source}.bias`, settings.width));
  };
  named.set('transformer.wte.weight', whole('model.embed_tokens.weight'));
  named.set('transformer.wpe.weight', whole('model.embed_positions.weight'));
  for (let layer = 0; layer < settings.layers; layer++) {
    const [target, source] = [`transformer.h.${layer}`, `model.layers.${layer}`];
    norm(`${target}.ln_1`, `${source}.input_layernorm`);
    linear(
      `${target}.attn.c_attn`,
      ['q_proj', 'k_proj', 'v_proj'].map((part) => `${source}.self_attn.${part}`),
    );
    linear(`${target}.attn.c_proj`, [`${source}.self_attn.o_proj`]);
    norm(`${target}.ln_2`, `${source}.post_attention_layernorm`);
    linear(`${target}.mlp.c_fc`, [`${source}.mlp.up_proj`]);
    linear(`${target}.mlp.c_proj`, [`${source}.mlp.down_proj`]);
  }
  norm('transformer.ln_f', 'model.norm');
  if (!settings.tied) named.set('lm_head.weight', whole('lm_head.weight'));
  return named;
}

/** A GPT2LMHeadModel or GPT2Model as a transformer. */
export function fromGpt2(config: ConfigReader, loaded: Tensors): ImportedModel {
  const activationName = config.text('activation_function', 'gelu_new');
  const activation = activations[activationName];
  if (activation === undefined) {
    throw unsupported(`The activation ${activationName} is not known here`, `Known: ${Object.keys(activations).join(', ')}.`);
  }
  for (const [name, usual] of [
    ['scale_attn_weights', true],
    ['scale_attn_by_inverse_layer_idx', false],
    ['add_cross_attention', false],
  ] as const) {
    if (config.flag(name, usual) !== usual) throw unsupported(`A GPT-2 with ${name} = ${!usual} is not known here`, 'Import one without.');
  }
  const tied = config.flag('tie_word_embeddings', true);
  const tensors = new Map<string, TensorArray>();
  for (const [name, tensor] of loaded) {
    const full = /^(transformer|lm_head)\./.test(name) ? name : `transformer.${name}`;
    // Causal masks, which are not learnt, and the embedding's second name.
    if (/\.attn\.(masked_)?bias$/.test(full) || (tied && full === 'lm_head.weight')) continue;
    tensors.set(full, CONVOLUTIONS.test(full) ? transposed(tensor) : tensor);
  }
  const [vocabularySize = 0, width = 0] = shapeOf(tensors, 'transformer.wte.weight');
  const [contextLength = 0] = shapeOf(tensors, 'transformer.wpe.weight');
  const [hidden = 0] = shapeOf(tensors, 'transformer.h.0.mlp.c_fc.weight');
  const layers = layersOf(tensors, /^transformer\.h\.(\d+)\./);
  requireSame('config.json', {
    vocab_size: [config.count('vocab_size', vocabularySize), vocabularySize],
    n_embd: [config.count('n_embd'), width],
    n_layer: [config.count('n_layer'), layers],
    n_positions: [config.count('n_positions', config.count('n_ctx', contextLength)), contextLength],
    n_inner: [config.count('n_inner', 4 * width), hidden],
  });
  requireGptLayers(tensors, { layers, width, hidden });
  return {
    plugin: 'transformer',
    config: {
      ...{ layers, heads: config.count('n_head'), width, hidden, activation, tied },
      ...{ layout: 'packed', norm: 'layer', positions: 'learned', bias: true, attentionBias: true, outputBias: false },
      normEpsilon: config.number('layer_norm_epsilon', 1e-5),
      dropout: config.number('resid_pdrop', 0.1),
    },
    data: { vocabularySize, contextLength },
    tensors,
    notes: [],
  };
}
