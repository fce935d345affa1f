import { PieceTable } from './piece-table.js';
import type { Splitter } from './splitter.js';

/** Different pieces of a text, and how often each occurs. */
export interface PieceCounts {
  readonly pieces: PieceTable;
  /** By the number of the piece; at least as long as there are pieces. */
  readonly counts: Float64Array;
}

export interface CountOptions {
  /** Different pieces that are kept, at most. With the next limit this keeps all of it within about 100 MB, and what merging makes of it within half a gigabyte. */
  readonly mostPieces?: number;
  /** UTF-16 units that they may have together. */
  readonly mostUnits?: number;
  /** Told about the UTF-16 units that have been read, after every chunk. */
  readonly report?: (units: number) => void;
}

/**
 * Counts the different pieces of a text that is never held as a whole. Where there are too many, the rarest are
 * forgotten: those seen once, then twice, until half of the room is free. This depends on the text alone, not on how it
 * is cut into chunks.
 */
export function countPieces(text: Iterable<string>, splitter: Splitter, options: CountOptions = {}): PieceCounts {
  const { mostPieces = 1 << 20, mostUnits = 1 << 24, report } = options;
  let counter = new Counter();

  const count = (from: string, until: number): void => {
    for (let at = 0; at < until; ) {
      const end = splitter.end(from, at);
      counter.add(from, at, end, 1);
      if (counter.exceeds(mostPieces, mostUnits)) counter = withoutRarest(counter, mostPieces / 2, mostUnits / 2);
      at = end;
    }
  };

  let rest = '';
  let units = 0;
  for (const chunk of text) {
    const open = rest + chunk;
    const cut = splitter.safeCut(open);
    count(open, cut);
    rest = open.slice(cut);
    units += chunk.length;
    report?.(units);
  }
  count(rest, rest.length);
  return counter;
}

class Counter implements PieceCounts {
  readonly pieces = new PieceTable();
  counts = new Float64Array(1 << 10);

  add(text: string, start: number, end: number, times: number): void {
    const piece = this.pieces.number(text, start, end);
    if (piece === this.counts.length) this.#grow();
    this.counts[piece] = (this.counts[piece] ?? 0) + times;
  }

  exceeds(mostPieces: number, mostUnits: number): boolean {
    return this.pieces.count > mostPieces || this.pieces.units > mostUnits;
  }

  #grow(): void {
    const twice = new Float64Array(2 * this.counts.length);
    twice.set(this.counts);
    this.counts = twice;
  }
}

function withoutRarest({ pieces, counts }: PieceCounts, mostPieces: number, mostUnits: number): Counter {
  for (let rare = 1; ; rare++) {
    const left = new Counter();
    for (let piece = 0; piece < pieces.count; piece++) {
      const times = counts[piece] ?? 0;
      if (times <= rare) continue;
      const text = pieces.text(piece);
      left.add(text, 0, text.length, times);
    }
    if (!left.exceeds(mostPieces, mostUnits)) return left;
  }
}
