import type { Storage } from '@prattle/core';
import { datasetError } from '../errors.js';
import { sourceFile } from '../files/read-paths.js';
import { hashFiles } from '../hash.js';

/** Bytes that are collected before they are written. */
const WRITTEN_AT_ONCE = 1 << 20;

export interface Download {
  readonly url: string;
  /** Where the file goes. What is there of it so far lies beside it, as `….part`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface DownloadOptions {
  readonly storage: Storage;
  /** Told how many of the file's bytes are there. */
  readonly report?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Gets a file, or the rest of it where a download was cut off before. Nothing stands in the file's place until its
 * checksum is right.
 * @returns how many bytes were there already
 * @throws DatasetError 'offline' (what has come so far stays), 'refused' by the server, 'wrong-checksum'
 */
export async function download(file: Download, options: DownloadOptions): Promise<number> {
  const { storage, report } = options;
  const part = `${file.path}.part`;
  const there = (await storage.exists(part)) ? await storage.size(part) : 0;
  const resumed = there > 0 && there < file.bytes ? there : 0;
  if (there !== file.bytes) await receive(file, part, resumed, options);
  report?.(file.bytes, file.bytes);
  const sum = await hashFiles([await sourceFile(part, storage)]);
  if (sum !== file.sha256) {
    const size = await storage.size(part);
    await storage.remove(part);
    throw datasetError(
      'wrong-checksum',
      `What ${file.url} gives is not the file that is known (${size} bytes, SHA-256 ${sum}, instead of ${file.bytes} and ${file.sha256})`,
      'Try again; if it stays so, the file has changed at its source',
    );
  }
  await storage.rename(part, file.path);
  return there === file.bytes ? there : resumed;
}

async function receive(file: Download, part: string, from: number, { storage, report, signal }: DownloadOptions): Promise<void> {
  const response = await request(file, from, signal);
  // A server that knows no ranges begins again, and so do we.
  let done = response.status === 206 ? from : 0;
  if (done === 0) await storage.remove(part);
  let waiting: Uint8Array[] = [];
  let size = 0;
  const write = async (): Promise<void> => {
    for (const piece of waiting) await storage.append(part, piece);
    waiting = [];
    size = 0;
  };
  try {
    for await (const piece of pieces(response)) {
      waiting.push(piece);
      size += piece.length;
      done += piece.length;
      if (done > file.bytes) break;
      if (size >= WRITTEN_AT_ONCE) await write();
      report?.(done, file.bytes);
    }
  } catch (cause) {
    await write();
    throw offline(file, `The download of ${file.url} was cut off after ${done} of ${file.bytes} bytes`, cause);
  }
  await write();
  if (done < file.bytes) throw offline(file, `The download of ${file.url} ended after ${done} of ${file.bytes} bytes`);
}

async function request(file: Download, from: number, signal: AbortSignal | undefined): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(file.url, { headers: from > 0 ? { range: `bytes=${from}-` } : {}, ...(signal ? { signal } : {}) });
  } catch (cause) {
    throw offline(file, `${file.url} cannot be reached`, cause);
  }
  if (response.ok) return response;
  throw datasetError('refused', `${file.url} answers with HTTP ${response.status}`, `Get it elsewhere, and save it as ${file.path}`);
}

async function* pieces(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function offline(file: Download, what: string, cause?: unknown) {
  const remedy = `Run it again when the network is back, it goes on from there; or save the file (SHA-256 ${file.sha256}) as ${file.path}`;
  return datasetError('offline', what, remedy, cause);
}
