const HIGH_SURROGATE = 0xd800;
const LOW_SURROGATE = 0xdc00;
const SURROGATE_MASK = 0xfc00;
const CODE_POINTS = 0x110000;

/**
 * Every code point that occurs in a text that comes in chunks. How it is cut makes no difference, even where a cut falls
 * between the two halves of a surrogate pair. Takes 1 MB of memory, whatever the text's length.
 */
export class CharacterSet {
  readonly #seen = new Uint8Array(CODE_POINTS);
  readonly #found: number[] = [];
  #high = 0;

  add(chunk: string): void {
    for (let at = 0; at < chunk.length; at++) {
      const unit = chunk.charCodeAt(at);
      const kind = unit & SURROGATE_MASK;
      if (this.#high !== 0) {
        this.#note(kind === LOW_SURROGATE ? joined(this.#high, unit) : this.#high);
        this.#high = 0;
        if (kind === LOW_SURROGATE) continue;
      }
      if (kind === HIGH_SURROGATE) this.#high = unit;
      else this.#note(unit);
    }
  }

  /** The text is over. @returns its characters in ascending order */
  finish(): string[] {
    if (this.#high !== 0) this.#note(this.#high);
    return this.#found.sort((a, b) => a - b).map((codePoint) => String.fromCodePoint(codePoint));
  }

  #note(codePoint: number): void {
    if (this.#seen[codePoint] !== 0) return;
    this.#seen[codePoint] = 1;
    this.#found.push(codePoint);
  }
}

/** Every code point of a text, in ascending order. */
export function charactersIn(chunks: Iterable<string>): string[] {
  const set = new CharacterSet();
  for (const chunk of chunks) set.add(chunk);
  return set.finish();
}

function joined(high: number, low: number): number {
  return 0x10000 + ((high - HIGH_SURROGATE) << 10) + (low - LOW_SURROGATE);
}
