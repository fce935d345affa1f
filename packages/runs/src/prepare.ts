import {
  createRandom,
  type DataDescription,
  DatasetError,
  type EncoderData,
  type Model,
  type PreparedDataset,
  type RandomSource,
  type Registry,
  type Storage,
  type Tokenizer,
} from '@prattle/core';
import type { RunSpec } from './spec.js';

/** A run's data, read and tokenised, and the generator that everything else of the run draws from. */
export interface PreparedRun {
  /** The spec with what the data decided: the context. */
  readonly spec: RunSpec;
  readonly dataset: PreparedDataset;
  readonly tokenizer: Tokenizer | undefined;
  readonly random: RandomSource;
}

/** What a trained model reads its data by. */
export interface SavedReading {
  readonly tokenizer?: Tokenizer | undefined;
  readonly encoder?: EncoderData | undefined;
}

/**
 * Reads a run's data. The draws are made in a fixed order, so that a seed decides everything: the split of the data,
 * then the model's parameters, then the batches.
 *
 * @param saved the checkpoint's, for a run that goes on or is measured; what is not there is learnt from the data
 * @throws DatasetError, TokenizerError or ConfigError
 */
export async function prepareRun(registry: Registry, spec: RunSpec, storage: Storage, saved: SavedReading = {}): Promise<PreparedRun> {
  const random = createRandom(spec.training.random, spec.training.seed);
  const datasetPlugin = registry.get('dataset', spec.dataset.name);
  const tokenizerPlugin = registry.get('tokenizer', spec.tokenizer.name);
  const opened = await datasetPlugin.open(spec.dataset.paths, datasetPlugin.config.parse(spec.dataset.settings), { storage });
  const prepared = opened.prepare({
    random,
    ...(saved.tokenizer ? { tokenizer: saved.tokenizer } : {}),
    ...(saved.encoder ? { encoder: saved.encoder } : {}),
    trainTokenizer: (text, needs) => {
      const { settings } = tokenizerPlugin.config;
      const wanted = Object.entries(needs).filter(([name]) => Object.hasOwn(settings, name));
      return tokenizerPlugin.train(text, tokenizerPlugin.config.parse({ ...spec.tokenizer.settings, ...Object.fromEntries(wanted) }));
    },
  });
  const context = contextFor(spec, prepared.dataset);
  return {
    spec: { ...spec, training: { ...spec.training, context } },
    dataset: prepared.dataset,
    tokenizer: prepared.tokenizer,
    random,
  };
}

/** A fresh model for this data; its parameters are drawn from `random`. */
export function buildModel(registry: Registry, spec: RunSpec, data: DataDescription, random: RandomSource): Model {
  const plugin = registry.get('model', spec.model.name);
  return plugin.build(plugin.config.parse(spec.model.settings), { data, random });
}

/** What was asked for, else what suits the data. */
function contextFor(spec: RunSpec, dataset: PreparedDataset): number {
  const { context } = spec.training;
  const needed = dataset.naturalContext;
  if (context === null) return needed > 0 ? needed : Math.min(DEFAULT_CONTEXT, longestBlock(dataset));
  if (needed > context) {
    throw new DatasetError({
      package: 'runs',
      code: 'context-too-short',
      what: `The context is ${context}, but the longest item of "${spec.dataset.name}" needs ${needed}`,
      remedy: `Use --context ${needed}, or leave --context out.`,
    });
  }
  return context;
}

const DEFAULT_CONTEXT = 64;

/** The longest block that every split of running text has room for, with the token that follows it. */
function longestBlock({ sizes }: PreparedDataset): number {
  const present = Object.values(sizes).filter((size) => size > 0);
  return Math.max(1, Math.min(...present) - 1);
}
