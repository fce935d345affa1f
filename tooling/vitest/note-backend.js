import { afterEach } from 'vitest';

/**
 * Notes on every test the compute backend that it left open, so that the summary can say on which backends tests really
 * ran. tfjs keeps its engine on the global object; this looks there, because a test of something else must not load it.
 * Backends called `toy-…` are made by the tests themselves.
 */
afterEach(({ task }) => {
  const { backendName } = /** @type {{ _tfengine?: { backendName?: string } }} */ (globalThis)._tfengine ?? {};
  if (typeof backendName === 'string' && !backendName.startsWith('toy-')) task.meta.backend = backendName;
});
