import { createInterface } from 'node:readline';
import pc from 'picocolors';

/** Where a chat takes place. Injected, so that tests need no terminal. */
export interface ChatTerminal {
  /** Whether somebody sits at it. */
  readonly interactive: boolean;
  /** What is typed next; `undefined` when there is nothing more. */
  next(): Promise<string | undefined>;
  /** What the model says. */
  say(text: string): void;
  /** A remark that is not the model's. */
  note(text: string): void;
  /** A reply begins; the signal is aborted by Ctrl-C while it lasts. */
  replying(): { readonly signal: AbortSignal; done(): void };
  close(): void;
}

/**
 * Standard input and output. On a terminal lines can be edited and both sides are named; in a pipe standard output has
 * the replies and nothing else.
 */
export function standardTerminal(): ChatTerminal {
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const lines = createInterface({ input: process.stdin, ...(interactive ? { output: process.stdout } : {}), terminal: interactive });
  lines.setPrompt(pc.cyan('you › '));
  const typed = lines[Symbol.asyncIterator]();
  let reply: AbortController | undefined;
  lines.on('SIGINT', () => {
    if (reply) reply.abort();
    else lines.close();
  });
  return {
    interactive,
    async next() {
      if (interactive) lines.prompt();
      const { value, done } = await typed.next();
      return done ? undefined : value;
    },
    say: (text) => process.stdout.write(text),
    note: (text) => process.stderr.write(`${pc.dim(text)}\n`),
    replying() {
      reply = new AbortController();
      if (interactive) process.stdout.write(pc.green('model › '));
      return {
        signal: reply.signal,
        done() {
          reply = undefined;
        },
      };
    },
    close: () => lines.close(),
  };
}
