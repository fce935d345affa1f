import type { Reply, Request } from './messages.js';
import type { LabMethods } from './protocol.js';

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly onPart: ((part: never) => void) | undefined;
}

/** A worker that computes, and the promises of what it was asked. */
export interface Lab {
  ask<Name extends keyof LabMethods>(
    method: Name,
    args: LabMethods[Name]['args'],
    onPart?: (part: LabMethods[Name]['part']) => void,
  ): Promise<LabMethods[Name]['result']>;
}

/** A worker of its own, which starts with the first question: what one computes does not hold up another. */
export function openLab(): Lab {
  let worker: Worker | undefined;
  const pending = new Map<number, Pending>();
  let asked = 0;
  function start(): Worker {
    const started = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data: reply }: MessageEvent<Reply>) => {
      const one = pending.get(reply.id);
      if (!one) return;
      if (reply.type === 'part') return one.onPart?.(reply.part as never);
      pending.delete(reply.id);
      if (reply.type === 'result') one.resolve(reply.result as never);
      else one.reject(new Error(reply.message));
    };
    started.onerror = ({ message }) => {
      for (const { reject } of pending.values()) reject(new Error(`The worker failed: ${message || 'it could not be loaded'}`));
      pending.clear();
    };
    return started;
  }
  return {
    ask: (method, args, onPart) =>
      new Promise((resolve, reject) => {
        pending.set(asked, { resolve, reject, onPart });
        worker ??= start();
        worker.postMessage({ id: asked++, method, args } satisfies Request);
      }),
  };
}
