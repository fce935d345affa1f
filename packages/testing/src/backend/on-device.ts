import type { Backend } from '@prattle/core';
import { expect } from 'vitest';

/** Runs something and fails when operations in it fell back to the host, with their names. Backends that cannot tell pass. */
export async function expectOnDevice<Result>(backend: Backend, run: () => Result | Promise<Result>): Promise<Result> {
  const before = backend.hostFallbacks?.() ?? {};
  const result = await run();
  const fallbacks = Object.entries(backend.hostFallbacks?.() ?? {}).flatMap(([name, count]) => {
    const times = count - (before[name] ?? 0);
    return times > 0 ? [`${name} (${times} ×)`] : [];
  });
  if (fallbacks.length > 0) expect.fail(`ran on the host, and not on the device: ${fallbacks.join(', ')}`);
  return result;
}
