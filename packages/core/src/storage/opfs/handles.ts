/*
 * The parts of the browser's private file system that storage needs, as this package is compiled without the browser's
 * types. The browser's own handles fit.
 */

export interface OpfsFolder {
  readonly kind: 'directory';
  readonly name: string;
  getDirectoryHandle(name: string, options?: { readonly create?: boolean }): Promise<OpfsFolder>;
  getFileHandle(name: string, options?: { readonly create?: boolean }): Promise<OpfsFile>;
  removeEntry(name: string, options?: { readonly recursive?: boolean }): Promise<void>;
  values(): AsyncIterable<OpfsFolder | OpfsFile>;
}

export interface OpfsFile {
  readonly kind: 'file';
  readonly name: string;
  getFile(): Promise<OpfsBlob>;
  createWritable(options?: { readonly keepExistingData?: boolean }): Promise<OpfsWritable>;
}

export interface OpfsBlob {
  readonly size: number;
  /** Milliseconds. */
  readonly lastModified: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What is written shows when it is closed, and not at all when it is aborted. */
export interface OpfsWritable {
  write(data: Uint8Array<ArrayBuffer>): Promise<void>;
  seek(position: number): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}
