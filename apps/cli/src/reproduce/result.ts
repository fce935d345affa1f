import type { Comparison } from './comparison.js';

/** A piece of a result. */
export type ResultBlock =
  | { readonly type: 'comparisons'; readonly title: string; readonly comparisons: readonly Comparison[] }
  | { readonly type: 'table'; readonly title: string; readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Text that a model wrote. */
  | { readonly type: 'text'; readonly title: string; readonly text: string }
  | { readonly type: 'note'; readonly text: string };

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
