import { PieceTable } from '../pieces/piece-table.js';
import { TokenBuffer } from './token-buffer.js';

/** Pieces that are remembered; beyond that everything is forgotten and learnt again. */
const MOST_PIECES = 1 << 17;
const MOST_UNITS = 1 << 21;
/** Longer pieces hardly come twice. */
const LONGEST_PIECE = 64;

/** The tokens of pieces that were encoded before: in real text nearly every piece comes again. */
export class PieceCache {
  #pieces = new PieceTable();
  #ids = new TokenBuffer(1 << 12);
  /** Where each piece's tokens begin in `#ids`; one more than there are pieces. */
  #starts = new Int32Array(1 << 12);

  constructor(private readonly encode: (text: string, start: number, end: number) => Int32Array) {}

  /** Appends the tokens of the piece [start, end) of a text. */
  encodeInto(tokens: TokenBuffer, text: string, start: number, end: number): void {
    if (end - start > LONGEST_PIECE) {
      const ids = this.encode(text, start, end);
      tokens.append(ids, 0, ids.length);
      return;
    }
    const known = this.#pieces.count;
    const piece = this.#pieces.number(text, start, end);
    if (piece === known) this.#learn(piece, text, start, end);
    tokens.appendPart(this.#ids, this.#starts[piece] ?? 0, this.#starts[piece + 1] ?? 0);
    if (this.#pieces.count >= MOST_PIECES || this.#pieces.units >= MOST_UNITS) this.#forget();
  }

  #learn(piece: number, text: string, start: number, end: number): void {
    const ids = this.encode(text, start, end);
    this.#ids.append(ids, 0, ids.length);
    if (piece + 1 === this.#starts.length) {
      const starts = new Int32Array(2 * this.#starts.length);
      starts.set(this.#starts);
      this.#starts = starts;
    }
    this.#starts[piece + 1] = this.#ids.length;
  }

  #forget(): void {
    this.#pieces = new PieceTable();
    this.#ids = new TokenBuffer(1 << 12);
  }
}
