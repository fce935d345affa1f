import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { Tensor } from '@prattle/core';
import { dispose, tensor } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { createLateReads } from './late-reads.js';

useTfjsCpu();

describe('reading late', () => {
  it('gives every reading once, in order, when it has come that far', async () => {
    const reads = createLateReads<number>(false, 2);
    const arrived: number[][] = [];
    for (let step = 0; step < 5; step++) {
      const scalar = tensor([step / 2], []);
      for (const { context, values } of await reads.take(step, [scalar])) arrived.push([context, ...values]);
      dispose(scalar);
    }
    expect(arrived).toEqual([
      [0, 0],
      [1, 0.5],
      [2, 1],
    ]);
    expect((await reads.drain()).map(({ context }) => context)).toEqual([3, 4]);
    expect(await reads.drain()).toEqual([]);
  });

  it('tells of a failed reading whoever waits for it, and nobody else', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const reads = createLateReads<number>(false);
    const lost = { data: () => Promise.reject(new Error('the device was lost')) } as unknown as Tensor;
    expect(await reads.take(0, [lost])).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    await expect(reads.drain()).rejects.toThrow('the device was lost');
  });
});
