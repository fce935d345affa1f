import tfjs from '@prattle/backend-tfjs';
import type { Backend } from '@prattle/core';
import { afterAll, beforeAll } from 'vitest';

/** Opens tfjs's plain backend for the tests of a file. */
export function useBackend(): () => Backend {
  let opened: Backend | undefined;
  beforeAll(async () => {
    opened = await tfjs()
      .backends?.find(({ name }) => name === 'tfjs-cpu')
      ?.open();
  });
  afterAll(() => opened?.close());
  return () => {
    if (!opened) throw new Error('The backend is opened before the first test, not before.');
    return opened;
  };
}
