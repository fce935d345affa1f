/** A signal that is aborted when the client leaves, when time is up, or when it is told to. */
export interface Deadline {
  readonly signal: AbortSignal;
  abort(): void;
  /** Stops the clock. */
  release(): void;
}

/**
 * Made by hand, as `AbortSignal.any` keeps every signal of a long-lived connection alive in some versions of Node.
 * @param seconds until the signal is aborted with a TimeoutError
 */
export function createDeadline(client: AbortSignal, seconds: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException('time is up', 'TimeoutError')), seconds * 1000);
  const leave = () => controller.abort(client.reason);
  if (client.aborted) leave();
  client.addEventListener('abort', leave);
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    release() {
      clearTimeout(timer);
      client.removeEventListener('abort', leave);
    },
  };
}
