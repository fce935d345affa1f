import { createRandom, type DatasetPlugin, type OpenContext, type SplitName, type Storage, type TokenizerPlugin } from '@prattle/core';

export interface DatasetSuiteOptions {
  readonly storage: Storage;
  /** Files or folders, for plugins that take them. */
  readonly paths?: readonly string[];
  /** Settings of the plugin. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Learns the vocabulary. */
  readonly tokenizer: TokenizerPlugin;
  /** Tokens in a row. Default: what the data asks for, or 8. Every split must have room for it. */
  readonly context?: number;
  /** For data that brings its tokenizer. */
  readonly loadTokenizer?: OpenContext['loadTokenizer'];
  /** Of the data's kind, where the plugin is a named dataset that leaves it to its kind. */
  readonly loadEncoder?: DatasetPlugin['loadEncoder'];
}

export const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

/** A dataset with its vocabulary and splits. */
export type Prepared = Awaited<ReturnType<typeof prepareWith>>;

export async function prepareWith(plugin: DatasetPlugin, options: DatasetSuiteOptions, seed: number) {
  const { storage, loadTokenizer } = options;
  const context: OpenContext = loadTokenizer ? { storage, loadTokenizer } : { storage };
  const open = await plugin.open(options.paths ?? [], plugin.config.parse(options.settings ?? {}), context);
  const { dataset, tokenizer } = open.prepare({
    random: createRandom('philox', seed),
    trainTokenizer: (text, needs) => {
      const { config, train } = options.tokenizer;
      const understood = Object.entries(needs).filter(([name]) => Object.hasOwn(config.settings, name));
      return train(text, config.parse(Object.fromEntries(understood)));
    },
  });
  if (tokenizer === undefined && dataset.task === 'next-token') throw new Error(`The dataset ${plugin.name} prepared no tokenizer.`);
  const splits = SPLITS.filter((split) => dataset.sizes[split] !== undefined);
  return { dataset, tokenizer, splits, context: options.context ?? (dataset.naturalContext || 8) };
}
