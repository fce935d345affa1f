import type { CheckpointManifest, TensorArray } from '@prattle/checkpoint';
import { CheckpointError, type Model, type ModelPlugin } from '@prattle/core';
import { fillModel } from '../checkpoints.js';
import { blankRandom } from './blank-random.js';

/** Numbers that a family may draw beyond those that it keeps. */
const SLACK = 1 << 16;

/**
 * Builds a model for the tensors of a file and fills it with them. A backend must be open.
 *
 * @throws ConfigError or CheckpointError when the settings and the tensors do not belong together
 */
export function buildFilled(
  plugin: ModelPlugin,
  { config, data }: Pick<CheckpointManifest['model'], 'config' | 'data'>,
  tensors: ReadonlyMap<string, TensorArray>,
): Model {
  const longest = [...tensors.values()].reduce((length, { shape }) => Math.max(length, ...shape), 0);
  if (data.vocabularySize > longest)
    throw mismatch(`There are numbers for ${longest} token ids at most, and there should be ${data.vocabularySize}`);
  const elements = [...tensors.values()].reduce((sum, { values }) => sum + values.length, 0);
  const limit = 2 * elements + SLACK;
  // Rotary positions have a table that is not saved.
  if (data.contextLength > limit) throw mismatch(`A context of ${data.contextLength} is beyond a model of ${elements} numbers`);
  const model = build(plugin, { config, data }, limit);
  try {
    fillModel(model, { model: tensors });
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function build(plugin: ModelPlugin, { config, data }: Pick<CheckpointManifest['model'], 'config' | 'data'>, limit: number): Model {
  try {
    return plugin.build(plugin.config.parse(config), { data, random: blankRandom(limit) });
  } catch (cause) {
    // What arrays of impossible lengths throw.
    if (cause instanceof RangeError) throw mismatch(`The settings cannot be those of a model: ${cause.message}`, cause);
    throw cause;
  }
}

function mismatch(what: string, cause?: unknown): CheckpointError {
  const remedy = 'Use the files as they were saved together.';
  return new CheckpointError({ package: 'runs', code: 'mismatch', what, remedy, ...(cause === undefined ? {} : { cause }) });
}
