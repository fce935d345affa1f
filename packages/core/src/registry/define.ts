import type { ConfigSchema } from '../config/schema.js';
import type { BackendOptions, BackendPlugin } from '../contracts/backend.js';
import type { DatasetPlugin } from '../contracts/dataset.js';
import type { CallbackPlugin } from '../contracts/events.js';
import type { ModelPlugin } from '../contracts/model.js';
import type { Plugin } from '../contracts/plugin.js';
import type { SamplerPlugin } from '../contracts/sampler.js';
import type { TokenizerPlugin } from '../contracts/tokenizer.js';

// Each gives back what it gets; what they add is inference: `build` and `open` see the exact type of their settings.

export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}

export function defineBackend<Options extends object = BackendOptions>(backend: BackendPlugin<Options>): BackendPlugin<Options> {
  return backend;
}

export function defineModel<Schema extends ConfigSchema>(model: ModelPlugin<Schema>): ModelPlugin<Schema> {
  return model;
}

export function defineTokenizer<Schema extends ConfigSchema>(tokenizer: TokenizerPlugin<Schema>): TokenizerPlugin<Schema> {
  return tokenizer;
}

export function defineDataset<Schema extends ConfigSchema>(dataset: DatasetPlugin<Schema>): DatasetPlugin<Schema> {
  return dataset;
}

export function defineSampler<Schema extends ConfigSchema>(sampler: SamplerPlugin<Schema>): SamplerPlugin<Schema> {
  return sampler;
}

export function defineCallback<Schema extends ConfigSchema>(callback: CallbackPlugin<Schema>): CallbackPlugin<Schema> {
  return callback;
}
