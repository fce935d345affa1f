import type { PreparedDataset, Registry, SplitName, Storage, Tokenizer } from '@prattle/core';
import { inferDataset } from '@prattle/datasets';
import { prepareRun, resolveRun } from '@prattle/runs';
import type { Command } from 'commander';
import { addSettingFlags, type SettingFlags } from '../flags/setting-flags.js';
import { likelyDataset } from '../run-request.js';
import { formatTable } from '../terminal/format.js';

const SHOWN_ITEMS = 5;
const SHOWN_TOKENS = 60;

interface ShowOptions {
  readonly dataset?: string;
  readonly seed: string;
  readonly json?: boolean;
}

/** `prattle data show DATA`: how data is read, how much there is of it, how it is split, what is there twice. */
export async function addShow(command: Command, argv: readonly string[], registry: Registry, storage: Storage): Promise<SettingFlags> {
  const show = command
    .command('show')
    .description('Show how data is read and split, what is there twice, and how it begins')
    .argument('<data...>', 'files, folders, patterns, "-" for standard input, or the name of a dataset')
    .option('--dataset <kind>', `how to read it (${registry.names('dataset').join(', ')})`)
    .option('--seed <number>', 'decides which items are held out', '1')
    .option('--json', 'print it as JSON');
  const likely = await likelyDataset(argv.slice(1), {}, registry, storage, undefined);
  const flags = addSettingFlags(show, [{ name: 'dataset', title: 'Data', schema: likely.config }]);
  show.action(async (data: string[], options: ShowOptions & Record<string, unknown>) => {
    const inferred =
      options.dataset === undefined
        ? await inferDataset(data, { storage, known: registry.list('dataset') })
        : { plugin: registry.get('dataset', options.dataset), paths: data, reason: 'as asked for' };
    const { plugin, paths, reason } = inferred;
    const spec = resolveRun(registry, {
      dataset: { name: plugin.name, paths, settings: flags.read(options).dataset ?? {} },
      training: { seed: Number(options.seed) },
    });
    const { dataset, tokenizer, spec: prepared } = await prepareRun(registry, spec, storage);
    const { kind, task, unit, sizes, hash, splitPolicy, duplicates } = dataset;
    const facts = {
      data: data.join(', '),
      kind,
      reason,
      task,
      unit,
      sizes,
      splitPolicy,
      duplicates,
      tokenizer: tokenizer && { kind: tokenizer.kind, vocabulary: tokenizer.vocabularySize },
      hash,
      beginning: beginningOf(dataset, tokenizer, prepared.training.context ?? SHOWN_TOKENS),
    };
    process.stdout.write(options.json ? `${JSON.stringify(facts, null, 2)}\n` : `${shown(facts)}\n`);
  });
  return flags;
}

interface Facts extends Pick<PreparedDataset, 'kind' | 'task' | 'unit' | 'sizes' | 'hash' | 'splitPolicy' | 'duplicates'> {
  readonly data: string;
  readonly reason: string;
  readonly tokenizer: { readonly kind: string; readonly vocabulary: number } | undefined;
  readonly beginning: readonly string[];
}

function shown({ data, kind, reason, task, unit, sizes, splitPolicy, duplicates, tokenizer, hash, beginning }: Facts): string {
  const rows = [
    ['data', data],
    ['read as', `${kind} (${reason}), for ${task}`],
    [
      unit,
      Object.entries(sizes)
        .map(([split, size]) => `${size} ${split}`)
        .join(', '),
    ],
    ...(splitPolicy === undefined ? [] : [['split', splitPolicy]]),
    ...(duplicates === undefined
      ? []
      : [
          [
            'duplicates',
            `${duplicates.repeated} repeat an earlier one; ${duplicates.acrossSplits} held-out ones are also in the training split`,
          ],
        ]),
    ...(tokenizer === undefined ? [] : [['tokenizer', `${tokenizer.kind}, vocabulary ${tokenizer.vocabulary}`]]),
    ['sha256', hash],
  ];
  return `${formatTable(rows)}\n\n${beginning.join('\n')}`;
}

/** Examples as JSON, items a line each, or the first words of a text. */
function beginningOf(dataset: PreparedDataset, tokenizer: Tokenizer | undefined, context: number): string[] {
  const [split = 'train'] = Object.keys(dataset.sizes) as SplitName[];
  if (dataset.examples) return dataset.examples(split, SHOWN_ITEMS).map((example) => JSON.stringify(example));
  if (tokenizer === undefined) return [];
  const items = dataset.unit !== 'tokens';
  const [batch] = dataset.sweep(split, items ? { batch: SHOWN_ITEMS, context } : { batch: 1, context: SHOWN_TOKENS });
  if (batch === undefined) return [];
  const [rows = 0, width = 0] = batch.targets.shape;
  const { end } = tokenizer.special;
  return Array.from({ length: rows }, (_, row) => {
    // An item begins with its first target, running text one token earlier.
    const first = items ? [] : [batch.input.values[row * width] ?? 0];
    const ids = [...first, ...batch.targets.values.subarray(row * width, (row + 1) * width)];
    return JSON.stringify(tokenizer.decode(ids.filter((id) => id >= 0 && id !== end)));
  });
}
