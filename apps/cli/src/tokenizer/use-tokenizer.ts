import { createEncodeStream, type Registry, type Storage, type Tokenizer, tokenizerHash, UsageError } from '@prattle/core';
import { decodeFiles, readData } from '@prattle/datasets';
import type { Command } from 'commander';
import { formatTable } from '../terminal/format.js';
import { openTokenizer } from './open-tokenizer.js';

const WHICH = 'file of a tokenizer, folder with a tokenizer.json, or run';
const SHOWN = 20;

interface Options {
  readonly json?: boolean;
}

/** `prattle tokenizer encode TOKENIZER TEXT`: the ids of a text, or of standard input as it comes. */
export function addEncode(command: Command, registry: Registry, storage: Storage): void {
  command
    .command('encode')
    .description('Turn text into token ids')
    .argument('<tokenizer>', WHICH)
    .argument('[text]', 'text to encode; standard input by default')
    .option('--json', 'print ids and tokens as JSON')
    .action(async (word: string, text: string | undefined, { json }: Options) => {
      const tokenizer = await openTokenizer(registry, storage, word);
      if (json) {
        const ids = [...tokenizer.encode(text ?? (await standardInput(storage)))];
        process.stdout.write(`${JSON.stringify({ ids, tokens: ids.map((id) => tokenizer.token(id)) })}\n`);
        return;
      }
      const stream = createEncodeStream(tokenizer);
      const chunks = text === undefined ? decodeFiles(await readData(['-'], storage)) : [text];
      let separator = '';
      const print = (ids: Int32Array): void => {
        if (ids.length === 0) return;
        process.stdout.write(separator + ids.join(' '));
        separator = ' ';
      };
      for (const chunk of chunks) print(stream.push(chunk));
      print(stream.end());
      process.stdout.write('\n');
    });
}

/** `prattle tokenizer decode TOKENIZER IDS…`: the text of ids. */
export function addDecode(command: Command, registry: Registry, storage: Storage): void {
  command
    .command('decode')
    .description('Turn token ids into text')
    .argument('<tokenizer>', WHICH)
    .argument('[ids...]', 'ids, separated by spaces or commas; standard input by default')
    .option('--json', 'print the text as JSON')
    .action(async (word: string, given: string[], { json }: Options) => {
      const tokenizer = await openTokenizer(registry, storage, word);
      const text = tokenizer.decode(idsIn(given.length > 0 ? given.join(' ') : await standardInput(storage)));
      process.stdout.write(json ? `${JSON.stringify({ text })}\n` : `${text}\n`);
    });
}

/** `prattle tokenizer inspect TOKENIZER [TEXT]`: what a tokenizer knows, and how it cuts a text. */
export function addInspect(command: Command, registry: Registry, storage: Storage): void {
  command
    .command('inspect')
    .description('Show what it knows and how it cuts')
    .argument('<tokenizer>', WHICH)
    .argument('[text]', 'a text to cut')
    .option('--json', 'print it as JSON')
    .action(async (word: string, text: string | undefined, { json }: Options) => {
      const tokenizer = await openTokenizer(registry, storage, word);
      const facts = {
        kind: tokenizer.kind,
        vocabulary: tokenizer.vocabularySize,
        hash: await tokenizerHash(tokenizer),
        special: tokenizer.special,
        longest: longestTokens(tokenizer),
        ...(text === undefined ? {} : { cut: cutOf(tokenizer, text) }),
      };
      process.stdout.write(json ? `${JSON.stringify(facts, null, 2)}\n` : `${shown(facts)}\n`);
    });
}

interface Cut {
  readonly tokens: readonly { readonly id: number; readonly token: string }[];
  readonly bytesPerToken: number;
}

function cutOf(tokenizer: Tokenizer, text: string): Cut {
  const tokens = Array.from(tokenizer.encode(text), (id) => ({ id, token: tokenizer.token(id) }));
  return { tokens, bytesPerToken: tokens.length === 0 ? 0 : new TextEncoder().encode(text).length / tokens.length };
}

function longestTokens(tokenizer: Tokenizer): readonly string[] {
  const special = new Set(Object.values(tokenizer.special));
  const lengths = Array.from({ length: tokenizer.vocabularySize }, (_, id) => ({
    id,
    length: special.has(id) ? 0 : tokenizer.decode([id]).length,
  }));
  return lengths
    .sort((a, b) => b.length - a.length || a.id - b.id)
    .slice(0, SHOWN)
    .map(({ id }) => tokenizer.token(id));
}

function shown(facts: {
  kind: string;
  vocabulary: number;
  hash: string;
  special: Tokenizer['special'];
  longest: readonly string[];
  cut?: Cut;
}): string {
  const special = Object.entries(facts.special).map(([name, id]) => `${name} ${id}`);
  const rows = [
    ['kind', facts.kind],
    ['vocabulary', String(facts.vocabulary)],
    ['hash', facts.hash],
    ['special tokens', special.join(', ') || 'none'],
    ['longest tokens', facts.longest.map((token) => `[${token}]`).join(' ')],
  ];
  if (!facts.cut) return formatTable(rows);
  const { tokens, bytesPerToken } = facts.cut;
  return `${formatTable(rows)}\n\n${tokens.map(({ token }) => `[${token}]`).join('')}\n${tokens.length} tokens, ${bytesPerToken.toFixed(2)} bytes each`;
}

async function standardInput(storage: Storage): Promise<string> {
  return [...decodeFiles(await readData(['-'], storage))].join('');
}

function idsIn(text: string): number[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const wrong = words.find((word) => !/^\d+$/.test(word));
  if (wrong === undefined) return words.map(Number);
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `"${wrong}" is no token id`,
    remedy: 'Give whole numbers, separated by spaces or commas.',
  });
}
