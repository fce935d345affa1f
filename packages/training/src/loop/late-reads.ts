import type { Tensor } from '@prattle/core';
import { read, readSync } from '@prattle/ops';

/** Numbers of some step, read back. */
export interface Reading<Context> {
  readonly context: Context;
  readonly values: readonly number[];
}

/**
 * Reads scalars back without making the device wait: at once where reads are immediate, otherwise some steps later, in
 * order.
 */
export interface LateReads<Context> {
  /** Starts reading these scalars, which the next step may overwrite, and returns what has arrived. */
  take(context: Context, scalars: readonly Tensor[]): Promise<readonly Reading<Context>[]>;
  /** Waits for everything still on its way. */
  drain(): Promise<readonly Reading<Context>[]>;
}

/** @param synchronous whether the backend's reads are immediate; @param depth how many readings may be on their way */
export function createLateReads<Context>(synchronous: boolean, depth = 16): LateReads<Context> {
  const pending: Promise<Reading<Context>>[] = [];
  return {
    async take(context, scalars) {
      if (synchronous) return [{ context, values: scalars.map((scalar) => readSync(scalar)[0] ?? Number.NaN) }];
      const reading = readAll(context, scalars);
      // Whoever waits for it is told; until then a failure, such as a lost device, must not end the process.
      reading.catch(() => {});
      pending.push(reading);
      const oldest = pending.length > depth ? pending.shift() : undefined;
      return oldest ? [await oldest] : [];
    },
    async drain() {
      return pending.length === 0 ? [] : Promise.all(pending.splice(0));
    },
  };
}

async function readAll<Context>(context: Context, scalars: readonly Tensor[]): Promise<Reading<Context>> {
  const values = await Promise.all(scalars.map(async (scalar) => (await read(scalar))[0] ?? Number.NaN));
  return { context, values };
}
