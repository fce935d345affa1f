import tfjs from '@prattle/backend-tfjs';
import type { Backend } from '@prattle/core';
import { afterAll, beforeAll } from 'vitest';

/** Opens the plain backend for the tests of a file: sampling needs tensors, and nothing fast. */
export function usePlainBackend(): void {
  let backend: Backend | undefined;
  beforeAll(async () => {
    backend = await tfjs()
      .backends?.find(({ name }) => name === 'tfjs-cpu')
      ?.open();
  });
  afterAll(() => backend?.close());
}
