import { ConfigError, decodeText, type Storage } from '@prattle/core';
import type { RunSpec } from '@prattle/runs';

/** A run's settings in a file: any part of `run.json`. */
export type RunFile = { readonly [Part in Exclude<keyof RunSpec, Whole>]?: Partial<RunSpec[Part]> } & Partial<Pick<RunSpec, Whole>>;

/** Parts that are given as a whole, or not at all. */
type Whole = 'plugins' | 'expected' | 'from' | 'callbacks';

const PARTS = ['formatVersion', 'dataset', 'tokenizer', 'model', 'training', 'backend', 'plugins', 'expected', 'from', 'callbacks'];

/** @throws ConfigError when it is not JSON or has parts that no run has; StorageError when it cannot be read */
export async function readRunFile(storage: Storage, path: string): Promise<RunFile> {
  const bytes = await storage.read(path);
  let content: unknown;
  try {
    content = JSON.parse(decodeText(bytes));
  } catch (cause) {
    throw new ConfigError({
      package: 'cli',
      code: 'unreadable',
      what: `${path} is not JSON`,
      remedy: 'Give a file like the run.json of a run.',
      cause,
    });
  }
  const parts = typeof content === 'object' && content !== null && !Array.isArray(content) ? Object.keys(content) : undefined;
  const unknown = parts?.find((part) => !PARTS.includes(part));
  if (parts === undefined || unknown !== undefined) {
    throw new ConfigError({
      package: 'cli',
      code: 'unknown-setting',
      what: unknown === undefined ? `${path} is not a JSON object` : `${path} has "${unknown}", which no run has`,
      remedy: `Its parts may be: ${PARTS.join(', ')}.`,
    });
  }
  return content as RunFile;
}
