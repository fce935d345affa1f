import { ExitCode } from './errors.js';

/**
 * The message by which a process asks the one that it started to finish. A signal from there would end it at once on
 * Windows; and everywhere when Ctrl-C came before it, which all processes of a terminal hear.
 */
export const FINISH = 'finish';

/** Ctrl-C as a signal: the first one asks to finish, the second ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  dispose(): void;
}

/** @param message what happens now, said on standard error */
export function onInterrupt(message = 'Finishing this step and saving.'): Interrupt {
  const controller = new AbortController();
  let pressed = false;
  const handler = () => {
    if (pressed) process.exit(ExitCode.interrupted);
    pressed = true;
    controller.abort();
    process.stderr.write(`\n${message} Once more to stop at once.\n`);
  };
  const onMessage = (message: unknown) => {
    if (message === FINISH) controller.abort();
  };
  process.on('SIGINT', handler);
  process.on('SIGTERM', handler);
  process.on('message', onMessage);
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', handler);
      process.off('SIGTERM', handler);
      process.off('message', onMessage);
    },
  };
}
