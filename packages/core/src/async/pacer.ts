import { web } from '../web-platform.js';

/** Lets a long computation give way to everything else that waits: key presses, timers, the page. */
export interface Pacer {
  /** Gives way if it is time to, otherwise returns `undefined` at once: `const pause = pacer.pause(); if (pause) await pause;` */
  pause(): Promise<void> | undefined;
}

/** @param interval milliseconds of work between two pauses; 16 keeps a page at 60 frames a second */
export function createPacer(interval = 16): Pacer {
  let last = web.performance.now();
  return {
    pause() {
      if (web.performance.now() - last < interval) return undefined;
      return nextTurn().then(() => {
        last = web.performance.now();
      });
    },
  };
}

/** Resolves in a later turn of the event loop, as soon as possible: a timer would add a millisecond or four. */
function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new web.MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
