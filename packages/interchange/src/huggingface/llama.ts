import { zeros } from '../arrays.js';
import { inexpressible, unsupported } from '../errors.js';
import type { ImportedModel, PortableModel, Tensors } from '../portable.js';
import { neutralTensors } from '../transformer/neutral.js';
import { sizesOf, type TransformerSettings } from '../transformer/settings.js';
import type { ConfigReader } from './config-reader.js';
import type { HuggingFaceModel } from './formats.js';
import { layersOf, requireLayers, requireSame, shapeOf } from './measure.js';

/** Rotary tables are made for every position; models that allow more get this many unless more are asked for. */
const USUAL_CONTEXT = 4096;

/** What keeps a model from being a Llama, setting by setting. */
export function llamaObstacles({ norm, positions, activation, outputBias, queryKeyNorm, bias }: TransformerSettings): string[] {
  return [
    norm === 'rms' ? '' : `norm is ${norm}`,
    positions === 'rotary' ? '' : `positions are ${positions}`,
    activation === 'swiglu' ? '' : `activation is ${activation}`,
    outputBias ? 'outputBias is set' : '',
    queryKeyNorm && bias ? 'queryKeyNorm goes with no bias' : '',
  ].filter((obstacle) => obstacle !== '');
}

/** A transformer as LlamaForCausalLM, or as Qwen3ForCausalLM where it normalises queries and keys. @throws UsageError when it is neither */
export function toLlama({ config, data, tensors }: PortableModel): HuggingFaceModel {
  const settings = config as unknown as TransformerSettings;
  const obstacles = llamaObstacles(settings);
  if (obstacles.length > 0) throw inexpressible(`Llama has no such model: ${obstacles.join(', ')}`, 'Export it as ONNX or safetensors.');
  const { layers, heads, width, bias, tied, queryKeyNorm } = settings;
  const { keyHeads, headWidth, hidden } = sizesOf(settings);
  const neutral = neutralTensors(settings, tensors);
  if (bias && !settings.attentionBias) {
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ['q', 'k', 'v'] as const) {
        neutral.set(`model.layers.${layer}.self_attn.${part}_proj.bias`, zeros((part === 'q' ? heads : keyHeads) * headWidth));
      }
    }
  }
  return {
    config: {
      architectures: [queryKeyNorm ? 'Qwen3ForCausalLM' : 'LlamaForCausalLM'],
      model_type: queryKeyNorm ? 'qwen3' : 'llama',
      attention_bias: bias,
      attention_dropout: settings.dropout,
      head_dim: headWidth,
      hidden_act: 'silu',
      hidden_size: width,
      initializer_range: 0.02,
      intermediate_size: hidden,
      max_position_embeddings: data.contextLength,
      ...(queryKeyNorm ? {} : { mlp_bias: bias }),
      num_attention_heads: heads,
      num_hidden_layers: layers,
      num_key_value_heads: keyHeads,
      rms_norm_eps: settings.normEpsilon ?? 1e-6,
      rope_scaling: null,
      rope_theta: settings.rotaryBase,
      tie_word_embeddings: tied,
      torch_dtype: 'float32',
      use_cache: true,
      vocab_size: data.vocabularySize,
    },
    tensors: neutral,
  };
}

/** A LlamaForCausalLM or Qwen3ForCausalLM as a transformer; their names are those of the layout `separate`. */
export function fromLlama(config: ConfigReader, loaded: Tensors, context?: number): ImportedModel {
  const queryKeyNorm = config.text('model_type', 'llama') === 'qwen3';
  const tied = config.flag('tie_word_embeddings', false);
  const tensors = new Map(
    // Older files keep the frequencies of the rotary positions, which follow from the settings.
    [...loaded].filter(([name]) => !name.endsWith('.rotary_emb.inv_freq') && !(tied && name === 'lm_head.weight')),
  );
  const [vocabularySize = 0, width = 0] = shapeOf(tensors, 'model.embed_tokens.weight');
  const [hidden = 0] = shapeOf(tensors, 'model.layers.0.mlp.up_proj.weight');
  const [queryWidth = 0] = shapeOf(tensors, 'model.layers.0.self_attn.q_proj.weight');
  const layers = layersOf(tensors, /^model\.layers\.(\d+)\./);
  const heads = config.count('num_attention_heads');
  requireSame('config.json', {
    vocab_size: [config.count('vocab_size', vocabularySize), vocabularySize],
    hidden_size: [config.count('hidden_size'), width],
    num_hidden_layers: [config.count('num_hidden_layers'), layers],
    intermediate_size: [config.count('intermediate_size', hidden), hidden],
    'the width of all heads': [heads * config.count('head_dim', width / heads), queryWidth],
  });
  if (queryWidth !== width) throw unsupported('Heads that are together wider than the model are not known here', 'Import another model.');
  const keyHeads = config.count('num_key_value_heads', heads);
  const keyWidth = (keyHeads * width) / heads;
  requireLayers(tensors, layers, (layer) => `model.layers.${layer}`, {
    'self_attn.q_proj': [width, width],
    'self_attn.k_proj': [keyWidth, width],
    'self_attn.v_proj': [keyWidth, width],
    'self_attn.o_proj': [width, width],
    'mlp.gate_proj': [hidden, width],
    'mlp.up_proj': [hidden, width],
    'mlp.down_proj': [width, hidden],
  });
  const bias = config.flag('attention_bias', false);
  checkVariant(config, bias, queryKeyNorm);
  const longest = config.count('max_position_embeddings', USUAL_CONTEXT);
  const contextLength = Math.min(longest, context ?? USUAL_CONTEXT);
  return {
    plugin: 'transformer',
    config: {
      ...{ layers, heads, keyHeads, width, hidden, activation: 'swiglu', tied },
      ...{ layout: 'separate', norm: 'rms', positions: 'rotary', bias, attentionBias: bias, outputBias: false, queryKeyNorm },
      normEpsilon: config.number('rms_norm_eps', 1e-6),
      // Transformers 5 keeps it in an object of its own.
      rotaryBase: config.part('rope_parameters').number('rope_theta', config.number('rope_theta', 10_000)),
      dropout: config.number('attention_dropout', 0),
    },
    data: { vocabularySize, contextLength },
    tensors,
    notes: contextLength < longest ? [`the context is ${contextLength} of the ${longest} tokens that it was made for (--context)`] : [],
  };
}

function checkVariant(config: ConfigReader, bias: boolean, queryKeyNorm: boolean): void {
  const scaling = [config.part('rope_scaling'), config.part('rope_parameters')]
    .map((part) => part.text('rope_type', part.text('type', 'default')))
    .find((kind) => kind !== 'default');
  if (scaling !== undefined)
    throw unsupported(`Rotary positions that are stretched (${scaling}) are not known here`, 'Import a model without rope_scaling.');
  const activation = config.text('hidden_act', 'silu');
  if (activation !== 'silu') throw unsupported(`A gate of ${activation} is not known here`, 'Import a model with silu.');
  if (config.flag('mlp_bias', bias) !== bias && !queryKeyNorm) {
    throw unsupported('Biases in either the attention or the feed-forward part alone are not known here', 'Import another model.');
  }
  if (config.flag('use_sliding_window', false)) throw unsupported('Sliding windows are not known here', 'Import a model without.');
}
