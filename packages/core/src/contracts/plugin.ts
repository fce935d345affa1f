import type { BackendPlugin } from './backend.js';
import type { DatasetPlugin } from './dataset.js';
import type { CallbackPlugin } from './events.js';
import type { ModelPlugin } from './model.js';
import type { SamplerPlugin } from './sampler.js';
import type { TokenizerPlugin } from './tokenizer.js';

/**
 * A plugin is a plain object from a default-exported factory; importing its module has no effect.
 *
 * `any` in the lists: a list holds plugins of different settings, and each is only ever used through its own schema.
 */
export interface Plugin {
  readonly name: string;
  // biome-ignore-start lint/suspicious/noExplicitAny: see above
  readonly backends?: readonly BackendPlugin<any>[];
  readonly models?: readonly ModelPlugin<any>[];
  readonly tokenizers?: readonly TokenizerPlugin<any>[];
  readonly datasets?: readonly DatasetPlugin<any>[];
  readonly samplers?: readonly SamplerPlugin<any>[];
  readonly callbacks?: readonly CallbackPlugin<any>[];
  // biome-ignore-end lint/suspicious/noExplicitAny: see above
}
