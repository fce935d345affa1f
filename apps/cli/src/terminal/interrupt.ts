import { ExitCode } from './errors.js';

/** Ctrl-C as a signal: the first one asks to finish, the second ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  dispose(): void;
}

/** @param message what happens now, said on standard error */
export function onInterrupt(message = 'Finishing this step and saving.'): Interrupt {
  const controller = new AbortController();
  const handler = () => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort();
    process.stderr.write(`\n${message} Once more to stop at once.\n`);
  };
  process.on('SIGINT', handler);
  process.on('SIGTERM', handler);
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', handler);
      process.off('SIGTERM', handler);
    },
  };
}
