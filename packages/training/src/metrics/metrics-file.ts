import { decodeText, encodeText, type Storage, StorageError, type TrainingEvent } from '@prattle/core';

export interface MetricsFileOptions {
  readonly storage: Storage;
  readonly path: string;
  /** Go on in the file that is there. Events after the step that the run resumes from are dropped first: they come again. */
  readonly resume?: boolean;
}

/** A run's events as a file of JSON lines. */
export interface MetricsFile {
  /** A callback for `train`. */
  record(event: TrainingEvent): Promise<void>;
  /** Writes what has not been written yet. Call it at the end, also after an error. */
  flush(): Promise<void>;
}

/** Lines kept back while nothing but steps happens, so that a fast run does not wait for the disk. */
const LINES_AT_ONCE = 256;

/** Appends every event of a run as one line of JSON. */
export function createMetricsFile({ storage, path, resume = false }: MetricsFileOptions): MetricsFile {
  let lines: string[] = [];

  async function flush(): Promise<void> {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    lines = [];
    await storage.append(path, encodeText(text));
  }

  return {
    async record(event) {
      if (event.type === 'start')
        await storage.write(path, encodeText(resume ? await textUntil(storage, path, (line) => isUntil(line, event.step)) : ''));
      lines.push(JSON.stringify(event));
      if (event.type !== 'step' || lines.length >= LINES_AT_ONCE) await flush();
    },
    flush,
  };
}

/** The lines of an earlier session that are kept; nothing where there is no file. */
export async function textUntil(storage: Storage, path: string, isKept: (line: string) => boolean): Promise<string> {
  const text = await readIfThere(storage, path);
  const kept = text.split('\n').filter(isKept);
  return kept.map((line) => `${line}\n`).join('');
}

async function readIfThere(storage: Storage, path: string): Promise<string> {
  try {
    return decodeText(await storage.read(path));
  } catch (error) {
    if (StorageError.isInstance(error) && error.code === 'not-found') return '';
    throw error;
  }
}

/** A killed session may have left half a line. */
function isUntil(line: string, step: number): boolean {
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && event !== null && 'step' in event && Number(event.step) <= step;
  } catch {
    return false;
  }
}
