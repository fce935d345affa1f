import type { Reply, Request } from './messages.js';

// Loaded after the listener is there: loading waits for the storage, and a message that comes meanwhile must not be lost.
const loading = import('./methods/index.js');

const reply = (message: Reply): void => self.postMessage(message);

self.onmessage = async ({ data: { id, method, args } }: MessageEvent<Request>) => {
  try {
    const { methods } = await loading;
    const call = methods[method as keyof typeof methods] as (emit: (part: unknown) => void, ...rest: readonly unknown[]) => unknown;
    const result = await call((part) => reply({ id, type: 'part', part }), ...args);
    reply({ id, type: 'result', result });
  } catch (error) {
    reply({ id, type: 'error', message: error instanceof Error ? error.message : String(error) });
  }
};
