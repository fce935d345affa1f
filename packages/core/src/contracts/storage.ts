/** A file that stays open for reads that do not wait. */
export interface OpenFile {
  readonly size: number;
  /** Fills `into` from this place of the file on. @returns how many bytes there were; fewer at the end of the file */
  read(into: Uint8Array, position: number): number;
  /** The same in the background, several at a time, where there is one. `into` is not to be touched until then. */
  readLater?(into: Uint8Array, position: number): Promise<number>;
  close(): void;
}

/** Files, wherever they are: a file system, the browser's private file system, memory. Paths use `/`. */
export interface Storage {
  /** @throws StorageError with code 'not-found' */
  read(path: string): Promise<Uint8Array>;
  /** A part of a file, without reading the rest. */
  readRange(path: string, start: number, length: number): Promise<Uint8Array>;
  /**
   * Opens a file for reading parts of it at once, where that is possible: not in a browser's page.
   * @throws StorageError with code 'not-found'
   */
  openSync?(path: string): OpenFile;
  size(path: string): Promise<number>;
  exists(path: string): Promise<boolean>;
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Writes all or nothing: readers see the old file or the new one. Makes folders as needed. */
  write(path: string, data: Uint8Array | readonly Uint8Array[]): Promise<void>;
  /** Makes the file if there is none. Not all or nothing: a full disk may leave a part. */
  append(path: string, data: Uint8Array): Promise<void>;
  /** Removes a file, or a folder with all that is in it; nothing happens when there is none. */
  remove(path: string): Promise<void>;
  /**
   * Moves a file or a folder. A file in the way is replaced at once; a folder in the way must be empty, for no file
   * system replaces a full one in a single step.
   */
  rename(from: string, to: string): Promise<void>;
}
