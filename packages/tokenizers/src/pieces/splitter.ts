import { CharacterClasses, LETTER, NUMBER, OTHER } from './character-classes.js';
import { gpt2End } from './gpt2.js';
import { gpt4End } from './gpt4.js';

/** How text is cut into pieces before anything is merged: merges never cross from one piece to the next. */
export const PATTERNS = ['gpt2', 'gpt4'] as const;

export type Pattern = (typeof PATTERNS)[number];

const SPACE_CHARACTER = 0x20;

/** Cuts text into pieces as a pattern says. Every character belongs to exactly one piece. */
export class Splitter {
  readonly #classes = new CharacterClasses();
  readonly #end: (text: string, at: number, classes: CharacterClasses) => number;

  constructor(readonly pattern: Pattern) {
    this.#end = pattern === 'gpt2' ? gpt2End : gpt4End;
  }

  /** Where the piece ends that begins at `at`, which must be the beginning of a piece before the end of the text. */
  end(text: string, at: number): number {
    return this.#end(text, at, this.#classes);
  }

  /** All pieces, for those who have no hurry. */
  *pieces(text: string): Generator<string> {
    for (let at = 0; at < text.length; ) {
      const end = this.end(text, at);
      yield text.slice(at, end);
      at = end;
    }
  }

  /**
   * The last place where a piece ends whatever follows the text: after letters or numbers when something else comes, and
   * before a blank after anything but white space. 0 when there is none.
   */
  safeCut(text: string): number {
    for (let at = text.length - 1; at > 0; at--) {
      const here = text.charCodeAt(at);
      const before = text.charCodeAt(at - 1);
      // Half of a pair says nothing about the class of the whole.
      if ((here & 0xf800) === 0xd800 || (before & 0xf800) === 0xd800) continue;
      const left = this.#classes.of(before);
      if ((left === LETTER || left === NUMBER) && this.#classes.of(here) !== left) return at;
      if (left === OTHER && here === SPACE_CHARACTER) return at;
    }
    return 0;
  }
}
