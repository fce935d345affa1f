import type { TokenizerData } from '@prattle/core';

/** Several scripts, a combining accent, emoji beyond the basic plane and joined ones, line ends of both kinds, a NUL. */
export const CORPUS = [
  'The quick brown fox jumps over the lazy dog. 0123456789 (+-*/=) "quoted", isn\'t it?\n',
  'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.\r\n',
  'Съешь же ещё этих мягких французских булок.\tΞεσκεπάζω την ψυχοφθόρα βδελυγμία.\n',
  'いろはにほへと ちりぬるを 한국어 文字 עברית عربي हिन्दी e\u0301\n',
  '🙂 👩‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 𝒳 𐍈\u0000\u2028\ufeff',
].join('');

/** The text in pieces that end at these positions, also between the halves of a surrogate pair. */
export function cutAt(text: string, positions: readonly number[]): string[] {
  const ends = [...positions].sort((a, b) => a - b).concat(text.length);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

/** What a saved tokenizer may be mistaken for, or look like after an accident. */
export function* damaged(saved: TokenizerData): Generator<TokenizerData> {
  for (const other of [
    null,
    [],
    'text',
    7,
    {},
    { kind: `not ${saved.kind}` },
    { ...saved, kind: `not ${saved.kind}` },
    { ...saved, unexpected: 1 },
  ]) {
    yield other as unknown as TokenizerData;
  }
  for (const name of Object.keys(saved)) {
    const { [name]: _left, ...without } = saved;
    yield without as TokenizerData;
    for (const value of [null, 'damaged', -1, {}, ['a', 'b', 7]]) yield { ...saved, [name]: value } as TokenizerData;
  }
}
