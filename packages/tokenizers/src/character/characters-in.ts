const HIGH_SURROGATE = 0xd800;
const LOW_SURROGATE = 0xdc00;
const SURROGATE_MASK = 0xfc00;
const CODE_POINTS = 0x110000;

/**
 * Every code point that occurs, in ascending order. How the text is cut into chunks makes no difference, even where a
 * cut falls between the two halves of a surrogate pair. Takes 1 MB of memory, whatever the text's length.
 */
export function charactersIn(chunks: Iterable<string>): string[] {
  const seen = new Uint8Array(CODE_POINTS);
  const found: number[] = [];
  const note = (codePoint: number): void => {
    if (seen[codePoint] !== 0) return;
    seen[codePoint] = 1;
    found.push(codePoint);
  };

  let high = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at++) {
      const unit = chunk.charCodeAt(at);
      const kind = unit & SURROGATE_MASK;
      if (high !== 0) {
        note(kind === LOW_SURROGATE ? joined(high, unit) : high);
        high = 0;
        if (kind === LOW_SURROGATE) continue;
      }
      if (kind === HIGH_SURROGATE) high = unit;
      else note(unit);
    }
  }
  if (high !== 0) note(high);
  return found.sort((a, b) => a - b).map((codePoint) => String.fromCodePoint(codePoint));
}

function joined(high: number, low: number): number {
  return 0x10000 + ((high - HIGH_SURROGATE) << 10) + (low - LOW_SURROGATE);
}
