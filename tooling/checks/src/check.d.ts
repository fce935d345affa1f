/** Something that can't run on this machine, and why. */
export interface NotRun {
  readonly what: string;
  readonly reason: string;
}

/** What a check found. */
export interface CheckResult {
  readonly passed: number;
  readonly failed: number;
  /** A few words for the status line: "14 packages, 12 from cache". */
  readonly note?: string;
  /** What went wrong, for people. Printed below the status line. */
  readonly problems?: readonly string[];
  readonly notRun?: readonly NotRun[];
  /** Compute backends that tests really ran on. */
  readonly backends?: readonly string[];
}

export interface Check {
  /** One word: `pnpm test NAME` runs this check alone. */
  readonly name: string;
  readonly summary: string;
  run(): CheckResult | Promise<CheckResult>;
}
