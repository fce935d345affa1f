import type { TensorArray } from '@prattle/checkpoint';
import { unsupported } from '../errors.js';
import { ConfigReader } from '../huggingface/config-reader.js';
import { layersOf, requireGptLayers, requireLayers, requireShapes, shapeOf } from '../huggingface/measure.js';
import type { ImportedModel, Tensors } from '../portable.js';

/** What a state dict does not say by itself; the setting, or `config.json` of the converter. */
export interface StateDictHints {
  readonly heads?: number;
  readonly context?: number;
  readonly activation?: string;
  readonly scale?: string;
}

/** A context for models that have no table of positions and nobody told one. */
const USUAL_CONTEXT = 64;

/**
 * A model out of a PyTorch state dict of makemore, nanoGPT or the nanoGPT lecture, known by the names of its tensors. Sizes
 * come from the tensors' shapes.
 */
export function fromStateDict(loaded: Tensors, content: Readonly<Record<string, unknown>>, hints: StateDictHints): ImportedModel {
  const config = new ConfigReader(content, 'config.json');
  const tensors = cleaned(loaded);
  const family = families.find(({ mark }) => tensors.has(mark));
  if (family === undefined) {
    const some = [...tensors.keys()].slice(0, 3).join(', ');
    throw unsupported(
      `The weights (${some} …) are of no model that is known here`,
      'Known: GPT-2, Llama, and the models of nanoGPT and makemore.',
    );
  }
  const context = hints.context ?? config.count('block_size', USUAL_CONTEXT);
  const characters = charactersOf(content);
  return {
    ...family.read({ tensors, config, hints, context }),
    ...(characters ? { tokenizer: { kind: 'character', characters, end: content.end === true, unknown: 'error' } } : {}),
    notes: [],
  };
}

interface Call {
  readonly tensors: Map<string, TensorArray>;
  readonly config: ConfigReader;
  readonly hints: StateDictHints;
  readonly context: number;
}

type Read = Omit<ImportedModel, 'notes' | 'tokenizer'>;

/** Known by a tensor that only they have; the more special ones first. */
const families: readonly { readonly mark: string; read(call: Call): Read }[] = [
  { mark: 'transformer.h.0.attn.c_attn.weight', read: gpt },
  { mark: 'blocks.0.sa.heads.0.key.weight', read: lecture },
  { mark: 'cell.xh_to_h.weight', read: (call) => recurrent('rnn', 'cell.xh_to_h.weight', call) },
  { mark: 'cell.xh_to_z.weight', read: (call) => recurrent('gru', 'cell.xh_to_z.weight', call) },
  { mark: 'context_block.mlp.c_fc.weight', read: bagOfWords },
  { mark: 'mlp.0.weight', read: perceptron },
  { mark: 'token_embedding_table.weight', read: (call) => bigram('embedding', 'token_embedding_table.weight', call) },
  { mark: 'logits', read: (call) => bigram('logits', 'logits', call) },
];

/** Without what torch.compile puts before names, and without causal masks, which are not learnt. */
function cleaned(loaded: Tensors): Map<string, TensorArray> {
  const named = [...loaded].map(([name, tensor]) => [name.replace(/^_orig_mod\./, ''), tensor] as const);
  return new Map(named.filter(([name]) => !/(\.attn\.(masked_)?bias|\.cbow\.bias|\.tril)$/.test(name)));
}

function gpt({ tensors, config, hints }: Call): Read {
  const [vocabularySize = 0, width = 0] = shapeOf(tensors, 'transformer.wte.weight');
  const [contextLength = 0] = shapeOf(tensors, 'transformer.wpe.weight');
  const [hidden = 0] = shapeOf(tensors, 'transformer.h.0.mlp.c_fc.weight');
  const layers = layersOf(tensors, /^transformer\.h\.(\d+)\./);
  requireGptLayers(tensors, { layers, width, hidden });
  const bias = tensors.has('transformer.ln_f.bias');
  // nanoGPT's output layer is its embedding, saved twice; makemore's is one of its own.
  const output = tensors.get('lm_head.weight');
  const tied = output === undefined || isSame(tensors.get('transformer.wte.weight'), output);
  if (tied) tensors.delete('lm_head.weight');
  else requireShapes(tensors, { 'lm_head.weight': [vocabularySize, width] });
  return {
    plugin: 'transformer',
    config: {
      ...{ layers, heads: headsOf(config, hints), width, hidden, tied, bias },
      ...{ layout: 'packed', norm: 'layer', positions: 'learned', attentionBias: bias, outputBias: false },
      activation: hints.activation ?? (tied ? 'gelu' : 'gelu-tanh'),
      dropout: config.number('dropout', 0),
    },
    data: { vocabularySize, contextLength },
    tensors,
  };
}

function lecture({ tensors, hints }: Call): Read {
  const [vocabularySize = 0, width = 0] = shapeOf(tensors, 'token_embedding_table.weight');
  const [contextLength = 0] = shapeOf(tensors, 'position_embedding_table.weight');
  const [hidden = 0] = shapeOf(tensors, 'blocks.0.ffwd.net.0.weight');
  const layers = layersOf(tensors, /^blocks\.(\d+)\./);
  const heads = layersOf(tensors, /^blocks\.0\.sa\.heads\.(\d+)\./);
  const ofHeads = Array.from({ length: heads }, (_, head) => [`sa.heads.${head}.key`, [width / heads, width]] as const);
  requireLayers(tensors, layers, (layer) => `blocks.${layer}`, {
    ...Object.fromEntries(ofHeads),
    'sa.proj': [width, width],
    'ffwd.net.0': [hidden, width],
    'ffwd.net.2': [width, hidden],
  });
  requireShapes(tensors, { 'lm_head.weight': [vocabularySize, width] });
  return {
    plugin: 'transformer',
    config: {
      ...{ layers, heads, width, hidden },
      ...{ layout: 'per-head', norm: 'layer', positions: 'learned', activation: hints.activation ?? 'relu' },
      ...{ scale: hints.scale ?? 'head', tied: false, bias: true, attentionBias: false, outputBias: true },
    },
    data: { vocabularySize, contextLength },
    tensors,
  };
}

function recurrent(plugin: 'rnn' | 'gru', weight: string, { tensors, context }: Call): Read {
  const [vocabularySize = 0, embedding = 0] = shapeOf(tensors, 'wte.weight');
  const [hidden = 0] = shapeOf(tensors, weight);
  return {
    plugin,
    config: { embedding, hidden, layers: 1, start: 'trainable' },
    data: { vocabularySize, contextLength: context },
    tensors,
  };
}

function bagOfWords({ tensors }: Call): Read {
  const [vocabularySize = 0, width = 0] = shapeOf(tensors, 'wte.weight');
  const [contextLength = 0] = shapeOf(tensors, 'wpe.weight');
  const [hidden = 0] = shapeOf(tensors, 'context_block.mlp.c_fc.weight');
  requireShapes(tensors, { 'context_block.mlp.c_fc.weight': [hidden, width], 'lm_head.weight': [vocabularySize, width] });
  return { plugin: 'bow', config: { width, hidden }, data: { vocabularySize, contextLength }, tensors };
}

function perceptron({ tensors, context }: Call): Read {
  const [, embedding = 1] = shapeOf(tensors, 'wte.weight');
  const [hidden = 0, inputs = 0] = shapeOf(tensors, 'mlp.0.weight');
  const [vocabularySize = 0] = shapeOf(tensors, 'mlp.2.weight');
  requireShapes(tensors, { 'wte.weight': [vocabularySize + 1, embedding], 'mlp.2.weight': [vocabularySize, hidden] });
  return {
    plugin: 'mlp',
    config: { window: inputs / embedding, embedding, hidden },
    data: { vocabularySize, contextLength: context },
    tensors,
  };
}

function bigram(form: 'embedding' | 'logits', table: string, { tensors, context }: Call): Read {
  const [vocabularySize = 0] = shapeOf(tensors, table);
  requireShapes(tensors, { [table]: [vocabularySize, vocabularySize] });
  return { plugin: 'bigram', config: { form }, data: { vocabularySize, contextLength: context }, tensors };
}

function headsOf(config: ConfigReader, { heads }: StateDictHints): number {
  const known = heads ?? config.count('n_head', 0);
  if (known > 0) return known;
  throw unsupported('The weights do not say how many attention heads there are', 'Add --heads NUMBER.');
}

function charactersOf({ characters }: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  return Array.isArray(characters) && characters.every((character) => typeof character === 'string') ? characters : undefined;
}

function isSame(a: TensorArray | undefined, b: TensorArray | undefined): boolean {
  return a !== undefined && b !== undefined && a.values.length === b.values.length && a.values.every((value, i) => value === b.values[i]);
}
