import type { SplitName } from '@prattle/core';
import { contentHash, hashFraction } from '../content-hash.js';
import { filePolicy, percent, positionPolicy, splitByPlace, splitByShare } from '../splits.js';
import type { Documents } from './documents.js';
import type { ShardSettings } from './settings.js';

/** More documents than this are not compared with each other: that would take memory that grows with them. */
const MOST_COMPARED = 1 << 22;

export const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

export interface Assignment {
  /** The split of each document; all 'train' where the splits are cut by position afterwards. */
  readonly splitOf: (document: number) => SplitName;
  readonly duplicates: { readonly repeated: number; readonly acrossSplits: number } | null;
  /** In words. */
  readonly policy: string;
}

/** Decides which documents are held out, and looks for those that are there twice. */
export function assignSplits(documents: Documents, { split, validation, test }: ShardSettings): Assignment {
  const hashes = documents.count <= MOST_COMPARED ? hashesOf(documents, split) : undefined;
  const hashOf = (document: number) => hashes?.[document] ?? contentHash(documents.at(document).chunks());
  const splitOf = {
    fraction: (): SplitName => 'train',
    file: (document: number): SplitName => splitByPlace(document, documents.count, { validation, test }),
    hash: (document: number): SplitName => splitByShare(hashFraction(hashOf(document)), { validation, test }),
  }[split];
  const shares = `${percent(validation)} validation, ${percent(test)} test`;
  const policy = {
    fraction: positionPolicy({ validation, test }),
    file: filePolicy({ validation, test }),
    hash: `whole documents, by a hash of what they say, so that equal ones are never in two splits: ${shares}`,
  }[split];
  return { splitOf, policy, duplicates: hashes ? countDuplicates(hashes, splitOf) : null };
}

/** A single document repeats nobody: to read it only for its hash would take a while. */
function hashesOf(documents: Documents, split: ShardSettings['split']): readonly number[] {
  if (documents.count === 1 && split !== 'hash') return [0];
  return Array.from({ length: documents.count }, (_, index) => contentHash(documents.at(index).chunks()));
}

function countDuplicates(hashes: readonly number[], splitOf: (document: number) => SplitName): Assignment['duplicates'] {
  const learnt = new Set(hashes.filter((_, document) => splitOf(document) === 'train'));
  const acrossSplits = hashes.filter((hash, document) => splitOf(document) !== 'train' && learnt.has(hash)).length;
  return { repeated: hashes.length - new Set(hashes).size, acrossSplits };
}
