const INTERVAL = 100;

/** A line of standard error that says how far something is; nothing where nobody sees it change. */
export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away. */
  clear(): void;
}

export function progressLine(): ProgressLine {
  const { stderr, env } = process;
  const visible = stderr.isTTY === true && env.CI === undefined && env.TERM !== 'dumb';
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      if (!visible || performance.now() - last < INTERVAL) return;
      last = performance.now();
      stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    clear() {
      if (visible) stderr.write('\r\u001b[K');
    },
  };
}
