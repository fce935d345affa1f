/** Turns tokens into text as they come, never showing half a character. */
export interface TextStream {
  /** The text that this token completes; empty while a character is unfinished. */
  push(token: number): string;
  /** What is left, however unfinished. */
  flush(): string;
}

export interface TextStreamOptions {
  /** Tokens that the text goes on from, and does not show. */
  readonly after?: readonly number[];
  /** The most tokens that wait for each other. Default: 4, as a character takes at most four bytes of a token each. */
  readonly longest?: number;
}

const LONGEST_CHARACTER = 4;

/**
 * Text as tokens arrive. A token may hold part of a character (bytes of UTF-8, half a surrogate pair) and may decode
 * differently after another token, so every piece is the difference between decoding the tokens not yet shown together
 * with the ones shown last, and those alone.
 *
 * @param decode token ids to text, with U+FFFD for what is not (yet) a character
 */
export function createTextStream(
  decode: (ids: readonly number[]) => string,
  { after = [], longest = LONGEST_CHARACTER }: TextStreamOptions = {},
): TextStream {
  let shown: readonly number[] = after;
  let waiting: number[] = [];

  function take(): string {
    const before = decode(shown);
    const text = decode([...shown, ...waiting]).slice(before.length);
    shown = waiting;
    waiting = [];
    return text;
  }

  return {
    push(token) {
      waiting.push(token);
      const text = decode([...shown, ...waiting]);
      return endsInMidCharacter(text) && waiting.length < longest ? '' : take();
    },
    flush: () => (waiting.length === 0 ? '' : take()),
  };
}

function endsInMidCharacter(text: string): boolean {
  return /[\uFFFD\uD800-\uDBFF]$/.test(text);
}
