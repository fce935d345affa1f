import { encodeText, joinPath, type Storage, saveTokenizer, type Tokenizer } from '@prattle/core';
import { encodeChunksAt } from '../encode.js';
import { datasetError } from '../errors.js';
import type { SourceFile } from '../files/source-file.js';
import { cutByFractions, splitsUpTo } from '../splits.js';
import { assignSplits, SPLITS } from './assign-splits.js';
import { type Document, type Documents, openDocuments } from './documents.js';
import { FORMAT, INDEX_FILE, type ShardIndex, VERSION } from './format.js';
import type { ShardSettings } from './settings.js';
import { ShardWriter } from './shard-writer.js';

export interface PrepareShardsOptions {
  readonly storage: Storage;
  /** Where the shards go; holds none yet. */
  readonly folder: string;
  readonly files: readonly SourceFile[];
  /** What was prepared, as a person named it. */
  readonly source: string;
  readonly settings: ShardSettings;
  /** Given the text, where it is to be learnt from it. */
  readonly tokenizer: Tokenizer | ((text: Iterable<string>) => Tokenizer);
  /** Told how many tokens there are by now. */
  readonly report?: (tokens: number) => void;
}

/**
 * Encodes a corpus into shards of tokens, in one pass and a few megabytes of memory. The tokenizer's end token, if it has
 * one, closes every document. The index is written last: until it is there, the folder is not a dataset.
 *
 * @throws DatasetError; nothing is left behind
 */
export async function prepareShards(options: PrepareShardsOptions): Promise<ShardIndex> {
  const { storage, folder, settings, report } = options;
  if (await storage.exists(joinPath(folder, INDEX_FILE))) {
    throw datasetError('exists', `There are shards in ${folder} already`, 'Choose another folder, or remove that one first');
  }
  const documents = await openDocuments(options.files, settings.column);
  const { splitOf, duplicates, policy } = assignSplits(documents, settings);
  const tokenizer = typeof options.tokenizer === 'function' ? options.tokenizer(textsOf(documents)) : options.tokenizer;
  const tokenBytes = tokenizer.vocabularySize <= 1 << 16 ? 2 : 4;
  const writer = new ShardWriter({ storage, folder, tokenBytes, shardTokens: settings.shardTokens });
  try {
    const ends = { train: 0, validation: 0, test: 0 };
    for (const split of SPLITS) {
      for (let number = 0; number < documents.count; number++) {
        if (splitOf(number) !== split) continue;
        await encodeDocument(documents.at(number), tokenizer, writer, report);
      }
      ends[split] = writer.tokens;
    }
    const splits = settings.split === 'fraction' ? cutByFractions(writer.tokens, settings) : splitsUpTo(ends);
    const index: ShardIndex = {
      format: FORMAT,
      version: VERSION,
      tokenBytes,
      tokens: writer.tokens,
      documents: documents.count,
      duplicates,
      splits,
      splitPolicy: policy,
      source: options.source,
      shards: await writer.finish(),
      tokenizer: await saveTokenizer(tokenizer),
    };
    if (index.tokens < 2) throw datasetError('too-short', `${options.source} has ${index.tokens} tokens`, 'Give more text');
    await storage.write(joinPath(folder, INDEX_FILE), encodeText(`${JSON.stringify(index, null, 2)}\n`));
    return index;
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

function* textsOf(documents: Documents): Generator<string> {
  for (let number = 0; number < documents.count; number++) yield* documents.at(number).chunks();
}

async function encodeDocument(
  document: Document,
  tokenizer: Tokenizer,
  writer: ShardWriter,
  report?: (tokens: number) => void,
): Promise<void> {
  for (const ids of encodeChunksAt(tokenizer, document.chunks(), document.placeAt)) {
    await writer.append(ids);
    report?.(writer.tokens);
  }
  const { end } = tokenizer.special;
  if (end !== undefined) await writer.append(Int32Array.of(end));
}
