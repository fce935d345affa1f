import type { Outcome } from '../outcome.js';

/** Where golden files are compared: in this process, or on a page in a browser. */
export interface Place {
  /** The backends that a name stands for there: of one backend; `auto`: the best that is available; `all`: each of them. */
  candidates(name: string): Promise<readonly Found[]>;
  open(name: string): Promise<Comparer>;
  close(): Promise<void>;
}

/** A backend, and why it cannot be used there, if it cannot. */
export interface Found {
  readonly name: string;
  readonly missing?: string | undefined;
}

/** An open backend. */
export interface Comparer {
  /** Computes what a golden file holds, and compares. */
  compare(path: string): Promise<Outcome>;
  close(): Promise<void>;
}
