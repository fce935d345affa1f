import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';

/** How an operand is read: rows `stride` apart (0: one row for all), elements `step` apart (0: one for the whole row). */
export interface RowReading {
  readonly stride: number;
  readonly step: number;
}

/** Rows of a result, and how to read the operands for them. */
export interface RowLayout {
  readonly rows: number;
  readonly width: number;
  readonly a: RowReading;
  readonly b: RowReading;
}

/** y = a ∘ b, element by element. */
export function combine(
  backend: PrattleBackend,
  combination: number,
  y: TensorInfo,
  a: TensorInfo,
  b: TensorInfo,
  layout: RowLayout,
): void {
  backend.commands.encode('combine', {
    ...backend.addresses({ y, a, b }),
    rows: layout.rows,
    width: layout.width,
    strideA: layout.a.stride,
    stepA: layout.a.step,
    strideB: layout.b.stride,
    stepB: layout.b.step,
    combination,
  });
}
