import { type Registry, readTokenizer, type Storage, UsageError } from '@prattle/core';
import { prepareShards, readData, shardSettings } from '@prattle/datasets';
import type { Command } from 'commander';
import { addSettingFlags, type SettingFlags } from '../flags/setting-flags.js';
import { resolvePlugin } from '../plugins.js';
import { flagValue, isTokenizerFile } from '../run-request.js';
import { formatCount } from '../terminal/format.js';
import { progressLine } from '../terminal/progress-line.js';

const DEFAULT_TOKENIZER = 'bpe';

interface PrepareOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** `prattle data prepare DATA --out FOLDER`: encodes a corpus into shards that are trained on from the disk. */
export async function addPrepare(command: Command, argv: readonly string[], registry: Registry, storage: Storage): Promise<SettingFlags> {
  const word = flagValue(argv, '--tokenizer') ?? DEFAULT_TOKENIZER;
  const file = isTokenizerFile(word) ? word : undefined;
  const plugin = file === undefined ? registry.get('tokenizer', await resolvePlugin(registry, 'tokenizer', word, [])) : undefined;
  const prepare = command
    .command('prepare')
    .description('Encode a corpus of any size into a folder of tokens, which `prattle train` takes')
    .argument('<data...>', 'files, folders, patterns, "-" for standard input, or the name of a dataset')
    .option('--out <folder>', 'where the tokens go (required)')
    .option(
      '--tokenizer <name>',
      `tokenizer to learn (${registry.names('tokenizer').join(', ')}; default ${DEFAULT_TOKENIZER}), or the file of one that is learnt`,
    )
    .option('--json', 'print what was made as JSON');
  const flags = addSettingFlags(prepare, [
    { name: 'dataset', title: 'Data', schema: shardSettings },
    ...(plugin ? [{ name: 'tokenizer', title: `Tokenizer: ${plugin.name}`, schema: plugin.config }] : []),
  ]);
  prepare.action(async (data: string[], options: PrepareOptions & Record<string, unknown>) => {
    const { out: folder } = options;
    if (folder === undefined) {
      throw new UsageError({
        package: 'cli',
        code: 'usage',
        what: 'It is not said where the tokens go',
        remedy: 'Add --out with the name of a folder.',
      });
    }
    const given = flags.read(options);
    const settings = shardSettings.parse(given.dataset ?? {});
    const tokenizerSettings = plugin?.config.parse(given.tokenizer ?? {});
    const files = await readData(data, storage);
    const progress = progressLine();
    const started = performance.now();
    try {
      const index = await prepareShards({
        storage,
        folder,
        files,
        source: data.join(', '),
        settings,
        tokenizer: plugin
          ? (text) => plugin.train(text, tokenizerSettings, ({ phase, done }) => progress.show(`tokenizer, ${phase}: ${formatCount(done)}`))
          : await readTokenizer(registry, storage, word),
        report: (tokens) => progress.show(`${formatCount(tokens)} tokens`),
      });
      progress.clear();
      const { shards, tokenizer: _, ...facts } = index;
      const seconds = (performance.now() - started) / 1000;
      process.stdout.write(
        options.json ? `${JSON.stringify({ folder, seconds, shards: shards.length, ...facts })}\n` : `${summary(folder, index, seconds)}\n`,
      );
    } finally {
      progress.clear();
    }
  });
  return flags;
}

function summary(
  folder: string,
  { tokens, documents, splits, splitPolicy, duplicates, shards }: Awaited<ReturnType<typeof prepareShards>>,
  seconds: number,
): string {
  const sizes = Object.entries(splits).map(([split, { start, stop }]) => `${stop - start} ${split}`);
  return [
    `${tokens} tokens of ${documents} ${documents === 1 ? 'document' : 'documents'} in ${shards.length} ${shards.length === 1 ? 'shard' : 'shards'}, ${seconds.toFixed(1)} s: ${folder}`,
    `Split ${splitPolicy}: ${sizes.join(', ')}`,
    ...(duplicates && duplicates.repeated > 0
      ? [`${duplicates.repeated} documents repeat an earlier one; ${duplicates.acrossSplits} held-out ones are also in the training split`]
      : []),
    `Train on it: prattle train ${folder}`,
  ].join('\n');
}
