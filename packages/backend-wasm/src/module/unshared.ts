const IMPORTS = 2;
const MEMORY = 2;
const SHARED = 2;

/**
 * The same module for memory that is not shared. Atomic instructions work on any memory; only the import says which
 * kind it has to be, in one bit.
 */
export function unshared(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = module.slice();
  const reader = new Reader(copy, 8);
  while (reader.at < copy.length) {
    const section = reader.byte();
    const length = reader.number();
    const end = reader.at + length;
    if (section === IMPORTS) {
      for (let left = reader.number(); left > 0; left--) {
        reader.skipName();
        reader.skipName();
        const kind = reader.byte();
        if (kind === MEMORY) {
          copy[reader.at] = (copy[reader.at] ?? 0) & ~SHARED;
          return copy;
        }
        reader.number();
      }
    }
    reader.at = end;
  }
  return copy;
}

/** Reads the parts of a WebAssembly module. */
class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  /** An unsigned LEB128 number. */
  number(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }

  skipName(): void {
    const length = this.number();
    this.at += length;
  }
}
