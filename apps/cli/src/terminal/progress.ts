import { standardError } from './screen.js';

/** One line on standard error that says what is going on, and disappears. */
export interface Progress {
  say(text: string): void;
  end(): void;
}

/** Says nothing where nobody looks: in a pipe, in CI. */
export function createProgress(screen = standardError()): Progress {
  return {
    say(text) {
      if (screen.interactive) screen.write(`\r\u001b[2K${text.slice(0, screen.columns - 1)}`);
    },
    end() {
      if (screen.interactive) screen.write('\r\u001b[2K');
    },
  };
}
