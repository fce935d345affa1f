import type { Backend } from '@prattle/core';
import { afterAll, beforeAll } from 'vitest';
import { tfjsCpu } from './cpu.js';

/**
 * Opens the plain JavaScript backend before the tests of a file, and closes it behind them: for tests of what needs tensors,
 * and nothing fast.
 *
 * @returns the backend, from the first test on
 */
export function useTfjsCpu(): () => Backend {
  let opened: Backend | undefined;
  beforeAll(async () => {
    opened = await tfjsCpu.open();
  });
  afterAll(() => opened?.close());
  return () => {
    if (!opened) throw new Error('The backend is opened before the first test, not before.');
    return opened;
  };
}
