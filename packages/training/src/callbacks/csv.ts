import { defineCallback, defineConfig, encodeText, integer, joinPath, type TrainingEvent, text } from '@prattle/core';
import { textUntil } from '../metrics/metrics-file.js';

const config = defineConfig({
  file: text({ default: 'metrics.csv', describe: "Name of the file, in the run's folder" }),
  every: integer({ default: 1, min: 1, unit: 'steps', describe: 'Steps between the rows' }),
});

const COLUMNS = ['step', 'seconds', 'loss', 'learning_rate', 'gradient_norm', 'tokens_per_second', 'train', 'validation', 'test'] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], number>> & { readonly step: number };

const ROWS_AT_ONCE = 256;

/** Writes steps and evaluations as rows of a CSV file; what a row does not know stays empty. */
export const csv = defineCallback({
  name: 'csv',
  summary: 'Losses as a CSV file',
  config,
  create({ file, every }, { storage, run, resumed }) {
    const path = joinPath(run, file);
    let rows: string[] = [];
    return async (event) => {
      if (event.type === 'start') {
        const kept = resumed ? await textUntil(storage, path, (line) => isRowUntil(line, event.step)) : '';
        await storage.write(path, encodeText(`${COLUMNS.join(',')}\n${kept}`));
      }
      const row = rowOf(event);
      if (row && (event.type !== 'step' || event.step % every === 0))
        rows.push(`${COLUMNS.map((column) => row[column] ?? '').join(',')}\n`);
      if (rows.length === 0 || (event.type === 'step' && rows.length < ROWS_AT_ONCE)) return;
      await storage.append(path, encodeText(rows.join('')));
      rows = [];
    };
  },
});

function rowOf(event: TrainingEvent): Row | undefined {
  if (event.type === 'eval') return { step: event.step, ...event.losses };
  if (event.type !== 'step') return undefined;
  const { step, seconds, loss, learningRate, tokensPerSecond, gradientNorm } = event;
  const norm = gradientNorm === undefined ? {} : { gradient_norm: gradientNorm };
  return { step, seconds, loss, learning_rate: learningRate, tokens_per_second: tokensPerSecond, ...norm };
}

/** A whole row of a step that a resumed run keeps; not the header, not half a line. */
function isRowUntil(line: string, step: number): boolean {
  const cells = line.split(',');
  return cells.length === COLUMNS.length && /^\d+$/.test(cells[0] ?? '') && Number(cells[0]) <= step;
}
