import type { Screen } from './train-reporter.js';

/** Standard output. It redraws only on a real terminal, not in a pipe and not where CI collects the log. */
export function standardScreen(): Screen {
  const { stdout, env } = process;
  return {
    write: (text) => stdout.write(text),
    interactive: stdout.isTTY === true && env.CI === undefined && env.TERM !== 'dumb',
    columns: stdout.columns ?? 80,
    now: () => performance.now(),
  };
}
