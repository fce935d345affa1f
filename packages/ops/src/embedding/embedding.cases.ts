import type { HostArray } from '@prattle/core';
import { type CaseList, type Draw, input, type OperationCase } from '../testing/operation-case.js';
import { embedding } from './embedding.js';

interface Variant {
  readonly about: string;
  readonly ids: readonly number[];
  readonly rows: number;
  readonly width: number;
  /** Length of the table of positions; none if absent. */
  readonly positions?: number;
  readonly offset?: number;
}

export const embeddingCases: CaseList = (draw) => {
  const [b, t, rows, width] = [draw.size(2, 5), draw.size(3, 17), draw.size(7, 30), draw.size(3, 40)];
  const variants: Variant[] = [
    { about: 'tokens', ids: [b, t], rows, width },
    { about: 'tokens and positions', ids: [b, t], rows, width, positions: t },
    { about: 'fewer tokens than positions', ids: [b, t], rows, width, positions: t + 5 },
    { about: 'positions with an offset', ids: [b, t], rows, width, positions: t + 4, offset: 3 },
    { about: 'one token', ids: [1, 1], rows, width, positions: 1 },
    { about: 'one row', ids: [b, t], rows: 1, width },
    { about: 'width 1', ids: [b, t], rows, width: 1, positions: t },
    { about: 'one axis', ids: [t], rows, width },
    { about: 'three axes', ids: [2, b, t], rows, width },
    { about: 'many of the same', ids: [9, 40], rows: 3, width: 65, positions: 40 },
  ];
  return variants.map((variant) => embeddingCase(variant, draw));
};

function embeddingCase({ about, ids, rows, width, positions, offset = 0 }: Variant, draw: Draw): OperationCase {
  const inputs: Record<string, HostArray> = { ids: draw.integers(ids, 0, rows), table: draw.normal([rows, width]) };
  if (positions !== undefined) inputs.positions = draw.normal([positions, width]);
  return {
    operation: 'embedding',
    name: `embedding (${about}) [${ids}] of ${rows}×${width}`,
    inputs,
    run: (tensors) => embedding(input(tensors, 'ids'), input(tensors, 'table'), { positions: tensors.positions, offset }),
  };
}
