import { encodeText, type Registry, type Storage, saveTokenizer, type TokenizerProgress, UsageError } from '@prattle/core';
import { decodeFiles, readData } from '@prattle/datasets';
import type { Command } from 'commander';
import { addSettingFlags, type SettingFlags } from '../flags/setting-flags.js';
import { resolvePlugin } from '../plugins.js';
import { flagValue } from '../run-request.js';
import { formatBytes, formatCount } from '../terminal/format.js';
import { progressLine } from '../terminal/progress-line.js';

const DEFAULT_TOKENIZER = 'bpe';

interface TrainOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** `prattle tokenizer train DATA`: learns a tokenizer and writes it to a file. */
export async function addTrain(command: Command, argv: readonly string[], registry: Registry, storage: Storage): Promise<SettingFlags> {
  const name = flagValue(argv, '--tokenizer') ?? DEFAULT_TOKENIZER;
  const plugin = registry.get('tokenizer', await resolvePlugin(registry, 'tokenizer', name, []));
  const train = command
    .command('train')
    .description('Learn a tokenizer from text')
    .argument('<data...>', 'files, folders, "-" for standard input, or the name of a dataset')
    .option('--tokenizer <name>', `what to learn (${registry.names('tokenizer').join(', ')}; default ${DEFAULT_TOKENIZER})`)
    .option('--out <file>', 'where to save it', 'tokenizer.json')
    .option('--json', 'print what was learnt as JSON');
  const flags = addSettingFlags(train, [{ name: 'tokenizer', title: `Tokenizer: ${plugin.name}`, schema: plugin.config }]);
  train.action(async (data: string[], options: TrainOptions & Record<string, unknown>) => {
    const { out } = options;
    if (await storage.exists(out)) {
      throw new UsageError({
        package: 'cli',
        code: 'usage',
        what: `There is a file ${out} already`,
        remedy: 'Choose another name with --out.',
      });
    }
    const settings = plugin.config.parse(flags.read(options).tokenizer ?? {});
    const files = await readData(data, storage);
    const progress = progressLine();
    const started = performance.now();
    const tokenizer = plugin.train(decodeFiles(files), settings, (state) => progress.show(said(state)));
    const seconds = (performance.now() - started) / 1000;
    progress.clear();
    const saved = await saveTokenizer(tokenizer);
    await storage.write(out, encodeText(`${JSON.stringify(saved, null, 2)}\n`));
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const facts = { file: out, kind: tokenizer.kind, vocabulary: tokenizer.vocabularySize, hash: saved.hash, bytes, seconds };
    process.stdout.write(
      options.json
        ? `${JSON.stringify(facts)}\n`
        : `${tokenizer.kind} tokenizer with ${tokenizer.vocabularySize} tokens, learnt from ${formatBytes(bytes)} in ${seconds.toFixed(1)} s: ${out}\n`,
    );
  });
  return flags;
}

function said({ phase, done, total }: TokenizerProgress): string {
  return total === undefined ? `${phase}: ${formatCount(done)}` : `${phase}: ${formatCount(done)} of ${formatCount(total)}`;
}
