import { loadManifest } from '@prattle/checkpoint';
import { loadTokenizer, type Registry, readTokenizer, type Storage, type Tokenizer, UsageError } from '@prattle/core';
import { findCheckpoint } from '@prattle/runs';
import { isTokenizerFile } from '../run-request.js';

/**
 * The tokenizer that a word on the command line means: a file, a folder with a `tokenizer.json`, or that of a run.
 * @throws UsageError when the run has none; StorageError, TokenizerError or CheckpointError
 */
export async function openTokenizer(registry: Registry, storage: Storage, word: string): Promise<Tokenizer> {
  if (isTokenizerFile(word)) return readTokenizer(registry, storage, word);
  const { tokenizer } = await loadManifest(storage, await findCheckpoint(storage, word));
  if (tokenizer) return loadTokenizer(registry, tokenizer);
  const remedy = 'Name a run that learnt from text, or the file of a tokenizer.';
  throw new UsageError({ package: 'cli', code: 'usage', what: `The model of ${word} has no tokenizer`, remedy });
}
