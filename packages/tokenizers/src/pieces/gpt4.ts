import { type CharacterClasses, LETTER, NUMBER, OTHER, SPACE } from './character-classes.js';
import { spaceEnd } from './gpt2.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const APOSTROPHE = 0x27;
const MOST_DIGITS = 3;

/**
 * GPT-4's pattern (cl100k_base), by hand:
 * `'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+`
 */
export function gpt4End(text: string, at: number, classes: CharacterClasses): number {
  const codePoint = text.codePointAt(at) ?? 0;
  if (codePoint === APOSTROPHE) {
    const length = contractionLength(text, at + 1);
    if (length > 0) return at + 1 + length;
  }
  const kind = classes.of(codePoint);
  if (kind === LETTER) return classes.runEnd(text, at, LETTER);
  if (kind === NUMBER) return digitsEnd(text, at, classes);
  const after = at + (codePoint > 0xffff ? 2 : 1);
  const next = after < text.length ? classes.at(text, after) : SPACE;
  if (next === LETTER && !isLineEnd(codePoint)) return classes.runEnd(text, after, LETTER);
  if (kind === OTHER) return signsEnd(text, at, classes);
  if (codePoint === BLANK && next === OTHER) return signsEnd(text, after, classes);
  return lineEnd(text, at, classes) ?? spaceEnd(text, at, classes);
}

function digitsEnd(text: string, at: number, classes: CharacterClasses): number {
  let end = at;
  for (let digits = 0; digits < MOST_DIGITS && end < text.length && classes.at(text, end) === NUMBER; digits++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return end;
}

/** Signs and the line ends right behind them. */
function signsEnd(text: string, at: number, classes: CharacterClasses): number {
  let end = classes.runEnd(text, at, OTHER);
  while (end < text.length && isLineEnd(text.charCodeAt(end))) end++;
  return end;
}

/** Behind the last line end of the white space that begins at `at`, if it has any. */
function lineEnd(text: string, at: number, classes: CharacterClasses): number | undefined {
  for (let end = classes.runEnd(text, at, SPACE); end > at; end--) if (isLineEnd(text.charCodeAt(end - 1))) return end;
  return undefined;
}

function isLineEnd(codePoint: number): boolean {
  return codePoint === LINE_FEED || codePoint === CARRIAGE_RETURN;
}

/** Letters after the apostrophe, in either case. The long s counts as an s, as it does where cases are ignored. */
function contractionLength(text: string, at: number): number {
  const second = text[at + 1];
  switch (text[at]) {
    case 's':
    case 'S':
    case '\u017f':
    case 'd':
    case 'D':
    case 'm':
    case 'M':
    case 't':
    case 'T':
      return 1;
    case 'r':
    case 'R':
    case 'v':
    case 'V':
      return second === 'e' || second === 'E' ? 2 : 0;
    case 'l':
    case 'L':
      return second === 'l' || second === 'L' ? 2 : 0;
    default:
      return 0;
  }
}
