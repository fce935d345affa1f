const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

type Listener = (...details: unknown[]) => void;

/**
 * Notes which listeners the process has for fatal errors, and returns what puts them back. tfjs's WebAssembly module adds
 * its own when it starts, and removes everybody's when it is disposed.
 */
export function rememberProcessListeners(): () => void {
  const process: NodeJS.EventEmitter | undefined = globalThis.process;
  if (typeof process?.listeners !== 'function') return () => {};
  const remembered = EVENTS.map((event) => ({ event, listeners: process.listeners(event) as Listener[] }));
  return () => {
    for (const { event, listeners } of remembered) {
      const present = process.listeners(event) as Listener[];
      for (const listener of present) if (!listeners.includes(listener)) process.off(event, listener);
      for (const listener of listeners) if (!present.includes(listener)) process.on(event, listener);
    }
  };
}
