import type { OperationCounter } from './engine.js';
import { operations } from './operations.js';

const names = new Map<number, string>(Object.entries(operations).map(([name, { opcode }]) => [opcode, name]));

/** An engine's counters by operation name, longest first, with rates where floating-point operations are counted. */
export function operationTimes(counters: readonly OperationCounter[]) {
  return counters
    .map(({ opcode, calls, milliseconds, operations: counted }) => ({
      name: names.get(opcode) ?? `operation ${opcode}`,
      calls,
      milliseconds,
      ...(counted > 0 ? { gflops: counted / milliseconds / 1e6 } : {}),
    }))
    .toSorted((a, b) => b.milliseconds - a.milliseconds);
}
