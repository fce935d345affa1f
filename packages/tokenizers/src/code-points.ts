const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `U+00E9`, as Unicode writes it. */
export function unicodeName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** `"é" (U+00E9)`, or only the number where there is nothing to see. */
export function describeCharacter(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return UNPRINTABLE.test(character) ? unicodeName(codePoint) : `"${character}" (${unicodeName(codePoint)})`;
}

/** One character as people can read it in a terminal or a table: `\n`, `é`, `U+200B`. */
export function visible(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return SHORT_ESCAPES[character] ?? (UNPRINTABLE.test(character) ? unicodeName(codePoint) : character);
}

/** The end of a text, unless it ends with half of a surrogate pair, which then is left for what follows. */
export function cutBeforeHalfPair(text: string): number {
  const endsWithHalf = (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;
  return endsWithHalf ? text.length - 1 : text.length;
}
