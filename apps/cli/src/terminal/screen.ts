import type { WriteStream } from 'node:tty';
import type { Screen } from './train-reporter.js';

/** Standard output. It redraws only on a real terminal, not in a pipe and not where CI collects the log. */
export function standardScreen(): Screen {
  return screenOf(process.stdout);
}

/** Standard error: for what is said beside the result. */
export function standardError(): Screen {
  return screenOf(process.stderr);
}

function screenOf(stream: WriteStream): Screen {
  const { env } = process;
  return {
    write: (text) => stream.write(text),
    interactive: stream.isTTY === true && env.CI === undefined && env.TERM !== 'dumb',
    columns: stream.columns ?? 80,
    now: () => performance.now(),
  };
}
