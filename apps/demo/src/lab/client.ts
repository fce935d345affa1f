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

/** Starts a worker of its own: what one computes does not hold up another. */
export function openLab(): Lab {
  const worker = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module' });
  const pending = new Map<number, Pending>();
  let asked = 0;
  worker.onmessage = ({ data: reply }: MessageEvent<Reply>) => {
    const one = pending.get(reply.id);
    if (!one) return;
    if (reply.type === 'part') return one.onPart?.(reply.part as never);
    pending.delete(reply.id);
    if (reply.type === 'result') one.resolve(reply.result as never);
    else one.reject(new Error(reply.message));
  };
  worker.onerror = ({ message }) => {
    for (const { reject } of pending.values()) reject(new Error(`The worker failed: ${message || 'it could not be loaded'}`));
    pending.clear();
  };
  return {
    ask: (method, args, onPart) =>
      new Promise((resolve, reject) => {
        pending.set(asked, { resolve, reject, onPart });
        worker.postMessage({ id: asked++, method, args } satisfies Request);
      }),
  };
}
