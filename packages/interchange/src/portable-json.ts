import type { EncoderData, TokenizerData } from '@prattle/core';
import type { ConfigReader } from './huggingface/config-reader.js';
import type { ImportedModel, PortableModel, Tensors } from './portable.js';

/** The `model_type` of Prattle's own exports, whose `config.json` says everything that a checkpoint does. */
export const OWN_MODEL_TYPE = 'prattle';

export interface Reading {
  readonly tokenizer?: TokenizerData | undefined;
  readonly encoder?: EncoderData | undefined;
}

/** `config.json` for a model of any family. */
export function ownConfig({ plugin, config, data }: PortableModel, { tokenizer, encoder }: Reading): Readonly<Record<string, unknown>> {
  return {
    model_type: OWN_MODEL_TYPE,
    model: { plugin, config, data },
    ...(tokenizer ? { tokenizer } : {}),
    ...(encoder ? { encoder } : {}),
  };
}

/** The model of such a `config.json`. Its weights are checked when it is built. */
export function fromOwnConfig(config: ConfigReader, tensors: Tensors): ImportedModel & Reading {
  const model = config.part('model');
  const data = model.part('data');
  return {
    plugin: model.text('plugin', ''),
    config: model.part('config').content,
    data: { ...data.content, vocabularySize: data.number('vocabularySize', 0), contextLength: data.count('contextLength') },
    tensors,
    notes: [],
    ...(config.content.tokenizer === undefined ? {} : { tokenizer: config.part('tokenizer').content as TokenizerData }),
    ...(config.content.encoder === undefined ? {} : { encoder: config.part('encoder').content as EncoderData }),
  };
}
