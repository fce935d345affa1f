import type { Comparison } from './comparison.js';

/** A piece of a result. */
export type ResultBlock =
  | { readonly type: 'comparisons'; readonly title: string; readonly comparisons: readonly Comparison[] }
  | { readonly type: 'table'; readonly title: string; readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Text that a model wrote. */
  | { readonly type: 'text'; readonly title: string; readonly text: string }
  | { readonly type: 'note'; readonly text: string };

/** A text without blank lines around it; a first line that is indented stays so. */
export function withoutBlankEnds(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}

/** An experiment's result with all that is needed to get it again. */
export interface Result {
  readonly experiment: string;
  readonly source: string;
  /** What to type. */
  readonly command: string;
  /** Day, as 2026-01-31. */
  readonly date: string;
  readonly machine: string;
  readonly blocks: readonly ResultBlock[];
}
