import { type ConfigValues, choice, defineConfig, integer, list, type TokenizerData, type TokenizerPlugin } from '@prattle/core';
import { badData, tokenizerError } from '../errors.js';
import { countPieces } from '../pieces/count-pieces.js';
import { PATTERNS, Splitter } from '../pieces/splitter.js';
import { checkFields } from '../saved-data.js';
import { endSetting } from '../settings.js';
import { BpeTokenizer } from './bpe-tokenizer.js';
import { BYTES, learnMerges } from './learn-merges.js';

const KIND = 'bpe';
/** Merges are ranked in 21 bits, far beyond every vocabulary in use. */
const LARGEST = 1 << 20;

const config = defineConfig(
  {
    vocabulary: integer({
      default: 1024,
      min: BYTES,
      max: LARGEST,
      describe: 'Tokens, the 256 bytes and the special ones included; fewer where the text has no more pairs to merge',
      aliases: ['vocab_size'],
    }),
    pattern: choice(PATTERNS, {
      default: 'gpt4',
      describe: 'How text is cut into pieces that merges never cross: as GPT-2 or as GPT-4 does',
    }),
    minimumCount: integer({ default: 2, min: 1, describe: 'A pair that occurs more rarely is not merged', aliases: ['min_frequency'] }),
    special: list('text', { default: [], describe: 'Names of tokens that stand for no text', aliases: ['special_tokens'] }),
    end: endSetting(),
  },
  {
    check({ vocabulary, special, end }) {
      const names = namesOf(special, end);
      if (new Set(names).size < names.length || names.includes(''))
        return { setting: 'special', allowed: 'names that differ and are not empty' };
      return vocabulary >= BYTES + names.length
        ? undefined
        : { setting: 'vocabulary', allowed: `at least ${BYTES + names.length} for the bytes and the special tokens` };
    },
  },
);

/** Byte-level byte-pair encoding, learnt here. */
export const bpe: TokenizerPlugin<typeof config> = {
  name: KIND,
  summary: 'Byte-pair encoding: frequent groups of letters become tokens; knows every text.',
  config,
  train,
  load,
};

function train(
  text: Iterable<string>,
  { vocabulary, pattern, minimumCount, special, end }: ConfigValues<typeof config>,
  report?: Parameters<TokenizerPlugin['train']>[2],
): BpeTokenizer {
  const counted = countPieces(text, new Splitter(pattern), { report: (units) => report?.({ phase: 'reading', done: units }) });
  if (counted.pieces.count === 0) throw tokenizerError('no-text', 'There is no text to learn merges from', 'Give a text that is not empty');
  const names = namesOf(special, end);
  const wanted = vocabulary - BYTES - names.length;
  const merges = learnMerges(counted, {
    merges: wanted,
    minimumCount,
    report: (done) => report?.({ phase: 'merging', done, total: wanted }),
  });
  return new BpeTokenizer({ pattern, merges, special: names });
}

function namesOf(special: readonly string[], end: boolean): readonly string[] {
  return end ? [...special, 'end'] : special;
}

function load(data: TokenizerData): BpeTokenizer {
  checkFields(data, KIND, ['pattern', 'merges', 'special']);
  const pattern = PATTERNS.find((name) => name === data.pattern);
  if (pattern === undefined) throw badData(KIND, `"pattern" is none of ${PATTERNS.join(', ')}`);
  const { special } = data;
  if (!isNameList(special)) throw badData(KIND, '"special" is not a list of names that differ');
  return new BpeTokenizer({ pattern, merges: readMerges(data.merges), special });
}

function isNameList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '') && new Set(value).size === value.length;
}

function readMerges(text: unknown): readonly number[] {
  if (typeof text !== 'string' || !/^(\d+( \d+)*)?$/.test(text)) throw badData(KIND, '"merges" is not a text of ids');
  const merges = text === '' ? [] : text.split(' ').map(Number);
  // A merge is of tokens that are there already.
  const fits = merges.length % 2 === 0 && merges.length / 2 <= LARGEST && merges.every((id, at) => id < BYTES + (at >> 1));
  if (!fits) throw badData(KIND, '"merges" names tokens that are made later, or half a pair');
  const seen = new Set<number>();
  for (let at = 0; at < merges.length; at += 2) seen.add((merges[at] ?? 0) * 2 * LARGEST + (merges[at + 1] ?? 0));
  if (seen.size < merges.length / 2) throw badData(KIND, '"merges" has a pair twice');
  return merges;
}
