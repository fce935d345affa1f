import { inexpressible, unsupported } from '../errors.js';
import type { ImportedModel, PortableModel, Tensors } from '../portable.js';
import type { TransformerSettings } from '../transformer/settings.js';
import type { ConfigReader } from './config-reader.js';
import { fromGpt2, gpt2Obstacles, toGpt2 } from './gpt2.js';
import { fromLlama, llamaObstacles, toLlama } from './llama.js';

/** `config.json` and the tensors of `model.safetensors`. */
export interface HuggingFaceModel {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: Tensors;
}

/** The kinds of models that can be read, by Transformers' `model_type`. */
const readers: Readonly<Record<string, (config: ConfigReader, tensors: Tensors, context?: number) => ImportedModel>> = {
  gpt2: fromGpt2,
  llama: fromLlama,
  qwen3: fromLlama,
};

/**
 * A transformer in the form that Transformers knows: GPT-2, Llama, or Qwen 3 where queries and keys are normalised.
 * @throws UsageError when it is none of them, naming what is in the way
 */
export function toHuggingFace(model: PortableModel): HuggingFaceModel {
  if (model.plugin !== 'transformer') {
    throw inexpressible(`Transformers has no model like ${model.plugin}`, 'Use --format onnx or --format safetensors.');
  }
  const settings = model.config as unknown as TransformerSettings;
  const obstacles = { 'GPT-2': gpt2Obstacles(settings), Llama: llamaObstacles(settings) };
  if (obstacles['GPT-2'].length === 0) return toGpt2(model);
  if (obstacles.Llama.length === 0) return toLlama(model);
  const reasons = Object.entries(obstacles).map(([name, list]) => `no ${name}, as ${list.join(', ')}`);
  throw inexpressible(`Transformers has no such model: ${reasons.join('; ')}`, 'Use --format onnx or --format safetensors.');
}

/** @throws CheckpointError for another kind of model, or one that is damaged */
export function fromHuggingFace(config: ConfigReader, tensors: Tensors, context?: number): ImportedModel {
  const type = config.text('model_type', '');
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read === undefined) {
    throw unsupported(
      `The model_type "${type.slice(0, 40)}" of config.json is not known here`,
      `Known: ${Object.keys(readers).join(', ')}.`,
    );
  }
  return read(config, tensors, context);
}
