import pc from 'picocolors';
import { formatTable } from './format.js';

/** Columns of text under a head that is set apart. */
export function headedTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const [first = '', ...rest] = formatTable([head, ...rows]).split('\n');
  return [pc.dim(first), ...rest].join('\n');
}
