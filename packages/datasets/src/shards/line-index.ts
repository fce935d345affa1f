import { readParts, type SourceFile } from '../files/source-file.js';

const PART_BYTES = 1 << 20;
const LINE_FEED = 0x0a;
const BLANK = 0x20;

/** Where the lines of a file are, eight bytes a line: the lines themselves are read when they are asked for. */
export interface LineIndex {
  /** Lines that have something on them. */
  readonly count: number;
  read(line: number): string;
}

export function indexLines(file: SourceFile): LineIndex {
  let ends = new Float64Array(1 << 10);
  let count = 0;
  // A line is from the end of the last one that has something on it: what is between are blanks.
  const note = (end: number): void => {
    if (count === ends.length) {
      const twice = new Float64Array(2 * ends.length);
      twice.set(ends);
      ends = twice;
    }
    ends[count++] = end;
  };

  let position = 0;
  let filled = false;
  for (const part of readParts(file, PART_BYTES)) {
    for (const byte of part) {
      position++;
      if (byte > BLANK) filled = true;
      else if (byte === LINE_FEED && filled) {
        note(position);
        filled = false;
      }
    }
  }
  if (filled) note(position);

  const decoder = new TextDecoder('utf-8', { fatal: true });
  return {
    count,
    read(line) {
      const start = line === 0 ? 0 : (ends[line - 1] ?? 0);
      const bytes = new Uint8Array((ends[line] ?? start) - start);
      const opened = file.open();
      try {
        return decoder.decode(bytes.subarray(0, opened.read(bytes, start)));
      } finally {
        opened.close();
      }
    },
  };
}
