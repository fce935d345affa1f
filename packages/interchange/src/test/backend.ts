import backendTfjs from '@prattle/backend-tfjs';
import { afterAll, beforeAll } from 'vitest';

/** Opens tfjs's JavaScript backend for the tests of a file. */
export function usePortableBackend(): void {
  let close: (() => void) | undefined;
  beforeAll(async () => {
    const backend = await backendTfjs()
      .backends?.find(({ name }) => name === 'tfjs-cpu')
      ?.open();
    close = () => backend?.close();
  });
  afterAll(() => close?.());
}
