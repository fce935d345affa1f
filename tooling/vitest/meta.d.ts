import 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** The compute backend that a test ran on. */
    backend?: string;
  }
}
