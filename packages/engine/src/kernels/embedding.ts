import { expectSize, expectType, refuse, rowsOf, sizeOf, widthOf } from './shapes.js';
import type { FusedKernels } from './table.js';

type Names = 'PrattleEmbedding' | 'PrattleEmbeddingGradient' | 'PrattleWriteRows';

export const embeddingKernels: Pick<FusedKernels, Names> = {
  PrattleEmbedding({ inputs: { ids, table, positions }, attrs: { offset }, backend }) {
    expectType('PrattleEmbedding', 'ids', ids, 'int32');
    expectType('PrattleEmbedding', 'table', table, 'float32');
    const [rows = 0, width = 0] = table.shape;
    const time = widthOf(ids);
    if (positions !== undefined && (widthOf(positions) !== width || (positions.shape[0] ?? 0) < offset + time)) {
      refuse('PrattleEmbedding', `positions [${positions.shape}] cannot serve times ${offset} to ${offset + time - 1} of width ${width}`);
    }
    const y = backend.output([...ids.shape, width]);
    backend.commands.encode('embedding', {
      ...backend.addresses({ y, ids, table, positions }),
      count: sizeOf(ids.shape),
      time,
      width,
      rows,
      offset,
    });
    return [y];
  },

  PrattleEmbeddingGradient({ inputs: { dy, ids }, attrs: { rows, positionRows, offset }, backend }) {
    expectType('PrattleEmbeddingGradient', 'ids', ids, 'int32');
    const count = sizeOf(ids.shape);
    const width = widthOf(dy);
    expectSize('PrattleEmbeddingGradient', 'dy', dy, count * width);
    const dtable = backend.output([rows, width]);
    const dpositions = positionRows > 0 ? backend.output([positionRows, width]) : null;
    backend.commands.encode('embeddingGradient', {
      ...backend.addresses({ dtable, dpositions, dy, ids }),
      count,
      time: widthOf(ids),
      width,
      rows,
      positionRows,
      offset,
    });
    return [dtable, dpositions];
  },

  PrattleWriteRows({ inputs: { table, rows, values }, backend }) {
    expectType('PrattleWriteRows', 'table', table, 'float32');
    expectType('PrattleWriteRows', 'rows', rows, 'int32');
    expectType('PrattleWriteRows', 'values', values, 'float32');
    const count = sizeOf(rows.shape);
    const width = widthOf(table);
    expectSize('PrattleWriteRows', 'values', values, count * width);
    backend.commands.encode('writeRows', {
      ...backend.addresses({ table, rows, values }),
      count,
      width,
      tableRows: rowsOf(table),
    });
    return [];
  },
};
