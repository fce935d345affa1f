/** A file's name, as errors show it, and all of its bytes. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}
