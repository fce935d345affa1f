import { it } from 'vitest';

/** Cases that a backend is known to fail. */
export interface BackendException {
  readonly reason: string;
  /** Names of cases, or how they begin. */
  readonly cases: readonly string[];
}

/** Registers tests, except that those of known exceptions are reported as skipped, with the reason. */
export class Exceptions {
  private readonly used = new Set<string>();

  constructor(private readonly exceptions: readonly BackendException[]) {}

  it(name: string, test: () => void | Promise<void>): void {
    const reason = this.reasonFor(name);
    it(name, (context) => (reason === undefined ? test() : context.skip(`exception: ${reason}`)));
  }

  reasonFor(name: string): string | undefined {
    for (const { reason, cases } of this.exceptions) {
      const match = cases.find((prefix) => name.startsWith(prefix));
      if (match === undefined) continue;
      this.used.add(match);
      return reason;
    }
    return undefined;
  }

  /** Exceptions that no case was found for. */
  unused(): string[] {
    return this.exceptions.flatMap(({ cases }) => cases).filter((name) => !this.used.has(name));
  }
}
