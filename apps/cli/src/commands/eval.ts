import { type DatasetPlugin, type PreparedDataset, type Registry, type SplitName, type Storage, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { inferDataset } from '@prattle/datasets';
import { type OpenedRun, prepareRun, type RunSpec, scoreText, type TextScore } from '@prattle/runs';
import { Command } from 'commander';
import { measureSplit, type SplitMeasures } from '../evaluation/measure-split.js';
import { measuresTable } from '../evaluation/measures-table.js';
import { addUseFlags, type UseOptions, useRun } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import type { LoadedCommand } from './index.js';

interface EvalOptions extends UseOptions {
  readonly split?: string;
  readonly text?: string;
}

const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

/** `prattle eval RUN [DATA]`: how well a model does over whole splits, in the measures of what it learnt. */
export async function create(): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const command = new Command('eval')
    .argument('<run>', 'folder of a run or of a checkpoint')
    .argument('[data...]', 'other data than the run was trained on')
    .option('--split <name>', `one of ${SPLITS.join(', ')} (default: validation and test)`)
    .option('--text <text>', 'score this text instead of data; with --json token by token');
  const flags = addUseFlags(command, registry);
  command.addHelpText('after', EXAMPLES).action(async (run: string, data: string[], options: EvalOptions & Record<string, unknown>) => {
    const opening = flags.opening(options);
    const storage = fileStorage();
    if (options.text !== undefined) {
      const score = await useRun(registry, storage, run, opening, (opened) => scoreGivenText(opened, options.text ?? ''));
      process.stdout.write(options.json ? `${JSON.stringify({ run, ...score }, null, 2)}\n` : `${scoreLine(score)}\n`);
      return;
    }
    const rows = await useRun(registry, storage, run, opening, async (opened, backend) => {
      const spec = await specOf(data, opened, registry, storage);
      const { dataset } = await prepareRun(registry, spec, storage, { tokenizer: opened.tokenizer, encoder: opened.manifest.encoder });
      const measured: SplitMeasures[] = [];
      for (const split of chosenSplits(dataset, options.split, data.length > 0)) {
        const measures = await measureSplit(opened, backend, dataset, split);
        if (measures) measured.push(measures);
      }
      return measured;
    });
    process.stdout.write(options.json ? `${JSON.stringify({ run, splits: rows }, null, 2)}\n` : `${measuresTable(rows)}\n`);
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Examples:
  prattle eval runs/names
  prattle eval runs/shakespeare other.txt --split train
  prattle eval runs/prices new-prices.csv
  prattle eval runs/names --text anna`;

function scoreGivenText({ model, tokenizer, path, manifest }: OpenedRun, text: string): Promise<TextScore> {
  if (tokenizer && model.task === 'next-token') return scoreText(model, tokenizer, text);
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `${path} is a ${manifest.model.plugin}, which gives texts no probability`,
    remedy: 'Leave --text out to measure it on its data.',
  });
}

function scoreLine({ tokens, loss, perplexity, bitsPerCharacter }: TextScore): string {
  return `${tokens.length} tokens: loss ${loss.toFixed(4)}, perplexity ${perplexity.toFixed(3)}, ${bitsPerCharacter.toFixed(3)} bits per character`;
}

/** The run with other data, if any is named: a dataset by its name, files as the kind of data that the run was trained on. */
async function specOf(data: readonly string[], { spec, manifest }: OpenedRun, registry: Registry, storage: Storage): Promise<RunSpec> {
  if (data.length === 0) return spec;
  const { plugin, paths } = await inferDataset(data, { storage, known: registry.list('dataset') });
  const own = String(manifest.dataset?.kind);
  const chosen: DatasetPlugin = paths.length > 0 && registry.has('dataset', own) ? registry.get('dataset', own) : plugin;
  return { ...spec, dataset: { name: chosen.name, paths, settings: {} } };
}

/** Of the run's own data what it has not learnt from; of other data all of it. */
function chosenSplits({ sizes }: PreparedDataset, wanted: string | undefined, elsewhere: boolean): SplitName[] {
  const present = SPLITS.filter((split) => (sizes[split] ?? 0) > 0);
  if (wanted !== undefined) {
    const found = present.find((split) => split === wanted);
    if (found) return [found];
    throw new UsageError({
      package: 'cli',
      code: 'usage',
      what: `The data has no split "${wanted}"`,
      remedy: `It has: ${present.join(', ')}.`,
    });
  }
  const heldOut = present.filter((split) => split !== 'train');
  return elsewhere || heldOut.length === 0 ? present : heldOut;
}
