import { type CharacterClasses, SPACE } from './character-classes.js';

const BLANK = 0x20;
const APOSTROPHE = 0x27;

/**
 * GPT-2's pattern, by hand because a regular expression takes three times as long:
 * `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
 */
export function gpt2End(text: string, at: number, classes: CharacterClasses): number {
  const first = text.charCodeAt(at);
  if (first === APOSTROPHE) {
    const length = contractionLength(text, at + 1);
    if (length > 0) return at + 1 + length;
  }
  const kind = classes.at(text, at);
  if (kind !== SPACE) return classes.runEnd(text, at, kind);
  if (first === BLANK && at + 1 < text.length) {
    const next = classes.at(text, at + 1);
    if (next !== SPACE) return classes.runEnd(text, at + 1, next);
  }
  return spaceEnd(text, at, classes);
}

/** White space up to what follows it, less its last character, which a blank before a word belongs to. */
export function spaceEnd(text: string, at: number, classes: CharacterClasses): number {
  const end = classes.runEnd(text, at, SPACE);
  return end === text.length || end === at + 1 ? end : end - 1;
}

/** Letters after the apostrophe: of `'ll` 2. 0 where it is no contraction. */
function contractionLength(text: string, at: number): number {
  switch (text[at]) {
    case 's':
    case 't':
    case 'm':
    case 'd':
      return 1;
    case 'r':
    case 'v':
      return text[at + 1] === 'e' ? 2 : 0;
    case 'l':
      return text[at + 1] === 'l' ? 2 : 0;
    default:
      return 0;
  }
}
