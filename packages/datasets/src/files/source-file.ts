import { type OpenFile, openBytes } from '@prattle/core';

/** A file that can be read as often as it takes, in parts. */
export interface SourceFile {
  /** As errors show it. */
  readonly name: string;
  readonly size: number;
  open(): OpenFile;
}

/** Bytes that are there already, as a file. */
export function fileOf(name: string, bytes: Uint8Array): SourceFile {
  return { name, size: bytes.length, open: () => openBytes(bytes) };
}

/** All of a file. */
export function bytesOf(source: SourceFile): Uint8Array<ArrayBuffer> {
  const file = source.open();
  try {
    const bytes = new Uint8Array(file.size);
    return bytes.subarray(0, file.read(bytes, 0));
  } finally {
    file.close();
  }
}

/** A file from its beginning to its end. Each part is overwritten by the next. */
export function* readParts(source: SourceFile, length: number): Generator<Uint8Array> {
  const file = source.open();
  const room = new Uint8Array(Math.min(length, file.size));
  try {
    for (let position = 0; position < file.size; position += length) {
      const count = file.read(room, position);
      yield room.subarray(0, count);
    }
  } finally {
    file.close();
  }
}
