import pc from 'picocolors';
import { formatTable } from '../terminal/format.js';
import { comparisonsIn, comparisonTable, holds } from './comparison.js';
import { type Result, type ResultBlock, withoutBlankEnds } from './result.js';

/** A result for the terminal. */
export function resultAsText(result: Result): string {
  return [...result.blocks.map(blockAsText), verdict(result), ''].join('\n\n');
}

function blockAsText(block: ResultBlock): string {
  switch (block.type) {
    case 'note':
      return block.text;
    case 'text':
      return `${pc.bold(block.title)}\n${withoutBlankEnds(block.text)}`;
    case 'table':
      return `${pc.bold(block.title)}\n${formatTable([block.header, ...block.rows])}`;
    case 'comparisons': {
      const { header, rows } = comparisonTable(block.comparisons);
      return `${pc.bold(block.title)}\n${formatTable([header, ...rows])}`;
    }
  }
}

function verdict({ experiment, blocks }: Result): string {
  const comparisons = comparisonsIn(blocks);
  if (comparisons.length === 0) return `${experiment}: nothing was recorded to compare with.`;
  const failed = comparisons.filter((comparison) => !holds(comparison));
  const count = `${comparisons.length - failed.length} of ${comparisons.length} recorded numbers reproduced`;
  return failed.length === 0 ? pc.green(`${experiment}: ${count}.`) : pc.red(`${experiment}: ${count}.`);
}
