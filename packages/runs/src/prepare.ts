import {
  createRandom,
  type DataDescription,
  DatasetError,
  type EncoderData,
  loadTokenizer,
  type Model,
  type PreparedDataset,
  type RandomSource,
  type Registry,
  readTokenizer,
  type Storage,
  type Tokenizer,
  type TokenVectors,
  UsageError,
} from '@prattle/core';
import type { RunSpec } from './spec.js';
import { inSteps } from './training-length.js';

/** A run's data, read and tokenised, and the generator that everything else of the run draws from. */
export interface PreparedRun {
  /** The spec with what the data decided: the context, and epochs in steps. */
  readonly spec: RunSpec;
  readonly dataset: PreparedDataset;
  readonly tokenizer: Tokenizer | undefined;
  readonly random: RandomSource;
}

/** What a trained model reads its data by. */
export interface SavedReading {
  readonly tokenizer?: Tokenizer | undefined;
  readonly encoder?: EncoderData | undefined;
  /** The longest sequence that the model takes; what is not said otherwise is as long. */
  readonly context?: number | undefined;
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
  const opened = await datasetPlugin.open(spec.dataset.paths, datasetPlugin.config.parse(spec.dataset.settings), {
    storage,
    loadTokenizer: (data) => loadTokenizer(registry, data),
  });
  const tokenizer = saved.tokenizer ?? (spec.tokenizer.file && (await readTokenizer(registry, storage, spec.tokenizer.file)));
  const prepared = opened.prepare({
    random,
    ...(tokenizer ? { tokenizer } : {}),
    ...(saved.encoder ? { encoder: saved.encoder } : {}),
    trainTokenizer: (text, needs) => {
      const { settings } = tokenizerPlugin.config;
      const wanted = Object.entries(needs).filter(([name]) => Object.hasOwn(settings, name));
      return tokenizerPlugin.train(text, tokenizerPlugin.config.parse({ ...spec.tokenizer.settings, ...Object.fromEntries(wanted) }));
    },
  });
  const context = contextFor(spec, prepared.dataset, saved.context);
  return {
    spec: { ...spec, training: inSteps({ ...spec.training, context }, prepared.dataset) },
    dataset: prepared.dataset,
    tokenizer: prepared.tokenizer,
    random,
  };
}

/**
 * A fresh model for this data; its parameters are drawn from `random`.
 *
 * @param vectors that its token embedding starts from
 * @throws UsageError when there are vectors and no such embedding
 */
export function buildModel(registry: Registry, spec: RunSpec, data: DataDescription, random: RandomSource, vectors?: TokenVectors): Model {
  const plugin = registry.get('model', spec.model.name);
  const config = plugin.config.parse(spec.model.settings);
  if (!vectors) return plugin.build(config, { data, random });
  const { width, byToken } = vectors;
  let used = false;
  const watched: TokenVectors = {
    width,
    get byToken() {
      used = true;
      return byToken;
    },
  };
  const model = plugin.build(config, { data, random, vectors: watched });
  if (used) return model;
  model.dispose();
  throw new UsageError({
    package: 'runs',
    code: 'no-embedding',
    what: `The model ${plugin.name} has no token embedding that could start from vectors`,
    remedy: 'Leave embeddings out, or choose another model.',
  });
}

/** What was asked for, else what suits the data. @param known the longest that a model which is there takes */
function contextFor(spec: RunSpec, dataset: PreparedDataset, known: number | undefined): number {
  const needed = dataset.naturalContext;
  const context = spec.training.context ?? (needed > 0 ? needed : Math.min(known ?? DEFAULT_CONTEXT, longestBlock(dataset)));
  if (known !== undefined && context > known) {
    throw new DatasetError({
      package: 'runs',
      code: 'context-too-long',
      what: `The context is ${context}, and the model was made for ${known}`,
      remedy: `Use --context ${known}, or a new model.`,
    });
  }
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
