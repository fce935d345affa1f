import { formatNumber, formatTable } from '../terminal/format.js';
import type { SplitMeasures } from './measure-split.js';

/** Measures as a table, a row for a split; where several numbers are predicted, a row for each of them. */
export function measuresTable(rows: readonly SplitMeasures[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  return formatTable([headerOf(first), ...rows.flatMap(linesOf)]);
}

function headerOf(row: SplitMeasures): string[] {
  switch (row.kind) {
    case 'text':
      return ['split', 'targets', 'loss', 'perplexity', row.bitsPerCharacter === undefined ? 'bits/token' : 'bits/character', 'accuracy'];
    case 'classes':
      return ['split', 'examples', 'loss', 'accuracy'];
    case 'numbers':
      return ['split', 'examples', 'loss', 'target', 'MAE', 'RMSE', 'R2'];
  }
}

function linesOf(row: SplitMeasures): string[][] {
  switch (row.kind) {
    case 'text':
      return [
        [
          row.split,
          String(row.targets),
          row.loss.toFixed(4),
          row.perplexity.toFixed(3),
          row.bitsPerToken.toFixed(4),
          percent(row.accuracy),
        ],
      ];
    case 'classes':
      return [[row.split, String(row.targets), row.loss.toFixed(4), percent(row.accuracy)]];
    case 'numbers':
      return Object.entries(row.targets).map(([target, { mae, rmse, r2 }]) => [
        row.split,
        String(row.examples),
        row.loss.toFixed(4),
        target,
        formatNumber(mae),
        formatNumber(rmse),
        r2 === null ? '' : r2.toFixed(4),
      ]);
  }
}

function percent(share: number | undefined): string {
  return share === undefined ? '' : `${(100 * share).toFixed(1)} %`;
}
