import pc from 'picocolors';
import { formatTable } from './format.js';

export interface TableFit {
  /** Characters to a line. Default: as wide as it is, for pipes and files. */
  readonly width?: number | undefined;
  /** Columns that may go where there is no room, the most dispensable first. */
  readonly spare: readonly string[];
}

/** Columns of text under a head that is set apart. */
export function headedTable(head: readonly string[], rows: readonly (readonly string[])[], fit?: TableFit): string {
  const dropped = new Set<string>();
  const kept = (row: readonly string[]) => row.filter((_, column) => !dropped.has(head[column] ?? ''));
  const lines = () => formatTable([kept(head), ...rows.map(kept)]).split('\n');
  let table = lines();
  for (const column of fit?.spare ?? []) {
    if (Math.max(...table.map((line) => line.length)) <= (fit?.width ?? Number.POSITIVE_INFINITY)) break;
    dropped.add(column);
    table = lines();
  }
  const [first = '', ...rest] = table;
  return [pc.dim(first), ...rest].join('\n');
}
