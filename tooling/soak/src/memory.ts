import type { Backend } from '@prattle/core';

export interface MemoryReading {
  readonly tensors: number;
  readonly bytes: number;
  readonly reserved: number;
  /** Resident set size of the process. */
  readonly resident: number;
}

export function memoryNow(backend: Backend): MemoryReading {
  const { tensors, bytes, reserved } = backend.memory();
  return { tensors, bytes, reserved, resident: process.memoryUsage.rss() };
}

/** What the garbage collector may be behind by. */
const RESIDENT_TOLERANCE = 64 * 2 ** 20;

/** Whether nothing grew after the first fifth of the readings, in which caches fill. */
export function isFlat(readings: readonly MemoryReading[]): boolean {
  const settled = readings.slice(Math.floor(readings.length / 5));
  const [first] = settled;
  if (!first) return true;
  return settled.every(
    ({ tensors, reserved, resident }) =>
      tensors <= first.tensors && reserved <= first.reserved && resident <= first.resident + RESIDENT_TOLERANCE,
  );
}
