import type { Backend, BackendOptions } from '@prattle/core';
import type { TestContext } from 'vitest';

/** Opens a backend for one test, at the end of which it is closed. Skips the test, with the reason, where it cannot. */
export type OpenEngine = (context: TestContext, options?: BackendOptions) => Promise<Backend>;
