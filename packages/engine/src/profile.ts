import type { OperationCounter } from './engine.js';
import { operations } from './operations.js';

const names = new Map<number, string>(Object.entries(operations).map(([name, { opcode }]) => [opcode, name]));

/** An engine's counters by operation name, longest first, with rates where floating-point operations are counted. @param more further names */
export function operationTimes(counters: readonly OperationCounter[], more: ReadonlyMap<number, string>) {
  return counters
    .map(({ opcode, calls, milliseconds, operations: counted }) => ({
      name: names.get(opcode) ?? more.get(opcode) ?? `operation ${opcode}`,
      calls,
      milliseconds,
      ...(counted > 0 ? { gflops: counted / milliseconds / 1e6 } : {}),
    }))
    .toSorted((a, b) => b.milliseconds - a.milliseconds);
}
