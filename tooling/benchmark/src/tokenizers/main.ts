import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Corpus, compareTokenizers } from './compare.js';
import { tokenizersPage } from './report.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** `pnpm bench tokenizers [--vocabulary 8192] [--rounds 5] [--json] [--write FILE]` */
export function benchTokenizers(args: readonly string[]): void {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      vocabulary: { type: 'string', default: '8192' },
      json: { type: 'boolean', default: false },
      write: { type: 'string' },
    },
  });
  const options = { rounds: Number(values.rounds), vocabulary: Number(values.vocabulary) };
  const comparisons = corpora().map((corpus) => compareTokenizers(corpus, options));
  const command = `pnpm bench tokenizers --vocabulary ${options.vocabulary} --rounds ${options.rounds}`;
  const page = tokenizersPage(comparisons, { command, date: new Date().toISOString().slice(0, 10) });
  process.stdout.write(values.json ? `${JSON.stringify(comparisons, null, 2)}\n` : page);
  if (values.write === undefined) return;
  mkdirSync(dirname(values.write), { recursive: true });
  writeFileSync(values.write, page);
}

/** This repository's own text, which is always there, and Shakespeare's where it is. */
function corpora(): readonly Corpus[] {
  const shakespeare = join(process.env.PRATTLE_DATA_DIR ?? join(root, '../shared/data'), 'tinyshakespeare/input.txt');
  const own = { name: 'TypeScript and Markdown (`source`)', text: readFileSync(join(root, 'datasets/source/source.txt'), 'utf8') };
  if (existsSync(shakespeare)) return [own, { name: 'Shakespeare (`tinyshakespeare`)', text: readFileSync(shakespeare, 'utf8') }];
  console.error('[prattle/benchmark] tinyshakespeare is not here, so only our own text is encoded. Set PRATTLE_DATA_DIR.');
  return [own];
}
