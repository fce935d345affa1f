/** What the split patterns tell apart. A letter is `\p{L}`, a number `\p{N}`, a space `\p{White_Space}`. */
export const LETTER = 1;
export const NUMBER = 2;
export const SPACE = 3;
export const OTHER = 4;

const CODE_POINTS = 0x110000;
const UNITS = 0x10000;

/** The class of every code point, looked up once and then read from a table of a megabyte. */
export class CharacterClasses {
  readonly #table = new Uint8Array(CODE_POINTS);

  of(codePoint: number): number {
    return this.#table[codePoint] || this.#learn(codePoint);
  }

  /** Where the run of characters of this class ends that goes on at `at`; `at` itself if there is none. */
  runEnd(text: string, at: number, kind: number): number {
    const table = this.#table;
    const { length } = text;
    while (at < length) {
      let codePoint = text.charCodeAt(at);
      let units = 1;
      if ((codePoint & 0xf800) === 0xd800) {
        codePoint = text.codePointAt(at) ?? codePoint;
        units = codePoint < UNITS ? 1 : 2;
      }
      if ((table[codePoint] || this.#learn(codePoint)) !== kind) break;
      at += units;
    }
    return at;
  }

  /** The class of the code point that begins at `at`. */
  at(text: string, at: number): number {
    return this.of(text.codePointAt(at) ?? 0);
  }

  #learn(codePoint: number): number {
    const character = String.fromCodePoint(codePoint);
    const kind = /\p{L}/u.test(character) ? LETTER : /\p{N}/u.test(character) ? NUMBER : /\p{White_Space}/u.test(character) ? SPACE : OTHER;
    this.#table[codePoint] = kind;
    return kind;
  }
}
