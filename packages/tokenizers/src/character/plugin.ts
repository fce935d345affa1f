import { type ConfigValues, choice, defineConfig, type TokenizerData, type TokenizerPlugin, text } from '@prattle/core';
import { badData, tokenizerError } from '../errors.js';
import { checkFields, readBoolean } from '../saved-data.js';
import { endSetting } from '../settings.js';
import { CharacterTokenizer } from './character-tokenizer.js';
import { charactersIn } from './characters-in.js';

const KIND = 'character';

/** What becomes of characters that training never showed. */
export const unknownSettings = {
  end: endSetting(),
  unknown: choice(['error', 'replace'], { default: 'error', describe: 'What to do with a character that training never showed' }),
  replacement: text({ default: '\uFFFD', describe: 'Stands for unknown characters where they are replaced' }),
};

const config = defineConfig(unknownSettings);

/** The character tokenizer: one id a code point, sorted by code point. */
export const character: TokenizerPlugin<typeof config> = {
  name: KIND,
  summary: 'One token a character (Unicode code point), learnt from the text.',
  config,
  train,
  load,
};

function train(chunks: Iterable<string>, settings: ConfigValues<typeof config>): CharacterTokenizer {
  return vocabularyOf(charactersIn(chunks), settings);
}

/** @param characters in the order of their code points. @throws TokenizerError 'no-text', 'bad-replacement' */
export function vocabularyOf(
  characters: readonly string[],
  { end, unknown, replacement }: ConfigValues<typeof config>,
): CharacterTokenizer {
  if (characters.length === 0)
    throw tokenizerError('no-text', 'There is no text to learn characters from', 'Give a text that is not empty');
  if (unknown === 'error') return new CharacterTokenizer({ characters, end, unknown });
  if (!isOneCodePoint(replacement)) {
    throw tokenizerError(
      'bad-replacement',
      `The replacement ${JSON.stringify(replacement)} is not one character`,
      'Give exactly one character',
    );
  }
  const known = characters.includes(replacement) ? characters : sortByCodePoint([...characters, replacement]);
  return new CharacterTokenizer({ characters: known, end, unknown, replacement });
}

/** Rebuilds what `toJSON` gave. @throws TokenizerError 'bad-data' */
export function load(data: TokenizerData): CharacterTokenizer {
  checkFields(data, KIND, ['characters', 'end', 'unknown'], ['replacement']);
  const { characters, unknown, replacement } = data;
  const end = readBoolean(data, KIND, 'end');
  if (!isCharacterList(characters))
    throw badData(KIND, '"characters" is not a list of single characters, each greater than the one before');
  if (unknown === 'error') {
    if (replacement !== undefined) throw badData(KIND, 'it has a replacement but does not replace');
    return new CharacterTokenizer({ characters, end, unknown });
  }
  if (unknown !== 'replace') throw badData(KIND, '"unknown" is neither "error" nor "replace"');
  if (typeof replacement !== 'string' || !characters.includes(replacement))
    throw badData(KIND, '"replacement" is not one of its characters');
  return new CharacterTokenizer({ characters, end, unknown, replacement });
}

function isCharacterList(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  let last = -1;
  return value.every((item: unknown) => {
    if (typeof item !== 'string' || !isOneCodePoint(item)) return false;
    const codePoint = item.codePointAt(0) ?? 0;
    const ascends = codePoint > last;
    last = codePoint;
    return ascends;
  });
}

function isOneCodePoint(text: string): boolean {
  return text.length > 0 && text.length === String.fromCodePoint(text.codePointAt(0) ?? 0).length;
}

function sortByCodePoint(characters: readonly string[]): string[] {
  return [...characters].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
}
