import { comparisonTable } from './comparison.js';
import { type Result, type ResultBlock, withoutBlankEnds } from './result.js';

/** A result as a section of the results page. */
export function resultAsMarkdown(title: string, { source, command, date, machine, blocks }: Result): string {
  const facts = [`- Command: \`${command}\``, `- Date: ${date}`, `- Machine: ${machine}`, `- Recorded by: ${source}`];
  return [`## ${title}`, facts.join('\n'), ...blocks.map(blockAsMarkdown)].join('\n\n');
}

function blockAsMarkdown(block: ResultBlock): string {
  switch (block.type) {
    case 'note':
      return block.text;
    case 'text':
      return `### ${block.title}\n\n${fenced(block.text)}`;
    case 'table':
      return `### ${block.title}\n\n${table(block.header, block.rows)}`;
    case 'comparisons': {
      const { header, rows } = comparisonTable(block.comparisons);
      return `### ${block.title}\n\n${table(header, rows)}`;
    }
  }
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** A fence longer than any run of backquotes in what it holds. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${withoutBlankEnds(text)}\n${fence}`;
}
