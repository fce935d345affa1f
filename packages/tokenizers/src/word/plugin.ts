import { type ConfigValues, defineConfig, integer, type TokenizerData, type TokenizerPlugin } from '@prattle/core';
import { CharacterSet } from '../character/characters-in.js';
import { load as loadCharacters, unknownSettings, vocabularyOf } from '../character/plugin.js';
import { badData } from '../errors.js';
import { countPieces, type PieceCounts } from '../pieces/count-pieces.js';
import { Splitter } from '../pieces/splitter.js';
import { checkFields } from '../saved-data.js';
import { WordTokenizer } from './word-tokenizer.js';

const KIND = 'word';
/** Words are cut as GPT-2 cuts them: a blank belongs to the word behind it. */
const PATTERN = 'gpt2';

const config = defineConfig({
  vocabulary: integer({
    default: 8192,
    min: 1,
    max: 1 << 20,
    describe: 'Most tokens, characters included; all characters of the text are in, and then the most frequent words',
    aliases: ['vocab_size'],
  }),
  minimumCount: integer({ default: 2, min: 1, describe: 'A word that occurs more rarely is spelled', aliases: ['min_frequency'] }),
  ...unknownSettings,
});

/** The word tokenizer: frequent words are tokens, all others are spelled. */
export const word: TokenizerPlugin<typeof config> = {
  name: KIND,
  summary: 'One token a frequent word; rare words are spelled.',
  config,
  train,
  load,
};

function train(
  text: Iterable<string>,
  { vocabulary, minimumCount, ...unknown }: ConfigValues<typeof config>,
  report?: Parameters<TokenizerPlugin['train']>[2],
): WordTokenizer {
  const characters = new CharacterSet();
  function* noted(): Generator<string> {
    for (const chunk of text) {
      characters.add(chunk);
      yield chunk;
    }
  }
  const splitter = new Splitter(PATTERN);
  const counted = countPieces(noted(), splitter, { report: (done) => report?.({ phase: 'reading', done }) });
  const spelling = vocabularyOf(characters.finish(), unknown);
  const room = Math.max(0, vocabulary - spelling.vocabularySize);
  return new WordTokenizer(spelling, mostFrequent(counted, minimumCount).slice(0, room), splitter);
}

/** The most frequent first; among equals in the order of their code points. */
function mostFrequent({ pieces, counts }: PieceCounts, minimumCount: number): string[] {
  const found: { readonly text: string; readonly count: number }[] = [];
  for (let piece = 0; piece < pieces.count; piece++) {
    const text = pieces.text(piece);
    const count = counts[piece] ?? 0;
    if (count >= minimumCount && isLong(text)) found.push({ text, count });
  }
  return found.sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1)).map(({ text }) => text);
}

function load(data: TokenizerData): WordTokenizer {
  checkFields(data, KIND, ['spelling', 'words']);
  const spelling = loadCharacters(data.spelling as TokenizerData);
  const { words } = data;
  if (!Array.isArray(words) || !words.every((text) => typeof text === 'string' && isLong(text)) || new Set(words).size < words.length) {
    throw badData(KIND, '"words" is not a list of words of two characters at least, each of them once');
  }
  return new WordTokenizer(spelling, words, new Splitter(PATTERN));
}

/** Of more than one code point: single ones are in the spelling. */
function isLong(text: string): boolean {
  return text.length > String.fromCodePoint(text.codePointAt(0) ?? 0).length;
}
