import type { PreparedDataset, Tokenizer } from '@prattle/core';
import type { WrittenText } from '@prattle/runs';
import { countNovelty, type Known, knownFrom, longestMatch, type NoveltyCounts, tokensOf } from '@prattle/sampling';

/** What a model wrote beside what it was trained on. */
export interface NoveltyReport {
  readonly texts: readonly TextNovelty[];
  /** For data of items. */
  readonly counts?: NoveltyCounts;
}

export interface TextNovelty {
  /** For data of items: whether it is one of them. */
  readonly known?: Known;
  /** The longest piece that stands in the training split as it is. */
  readonly longestMatch: { readonly tokens: number; readonly text: string };
}

/** Compares texts with a dataset; reads its training split once a text. */
export function reportNovelty(
  texts: readonly WrittenText[],
  dataset: PreparedDataset,
  tokenizer: Tokenizer,
  context: number,
): NoveltyReport {
  const reports = texts.map(({ text, tokens }): TextNovelty => {
    const ids = tokens.map(({ token }) => token);
    const { start, length } = longestMatch(ids, tokensOf(dataset, 'train', context));
    const known = knownFrom(dataset, text);
    return {
      ...(known ? { known } : {}),
      longestMatch: { tokens: length, text: tokenizer.decode(ids.slice(start, start + length)) },
    };
  });
  const known = reports.flatMap((report) => (report.known ? [report.known] : []));
  return { texts: reports, ...(known.length > 0 ? { counts: countNovelty(known) } : {}) };
}

const NAMES: Readonly<Record<Known, string>> = { train: 'in the training set', 'held-out': 'in the held-out set', new: 'new' };

/** One line a text, and their count where the data has items. */
export function noveltyLines(written: readonly WrittenText[], { texts, counts }: NoveltyReport): string {
  const width = Math.min(40, Math.max(...written.map(({ text }) => oneLine(text).length)));
  const lines = written.map(({ text }, index) => {
    const { known, longestMatch: match } = texts[index] ?? { longestMatch: { tokens: 0, text: '' } };
    const piece = `longest piece from the training set: ${match.tokens} tokens ${JSON.stringify(shortened(match.text))}`;
    return `${shortened(oneLine(text)).padEnd(width)}  ${known ? `${NAMES[known]}; ` : ''}${known === 'train' ? 'all of it' : piece}`;
  });
  if (counts) lines.push(`${counts.train} in the training set, ${counts.heldOut} in the held-out set, ${counts.fresh} new`);
  return lines.join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
