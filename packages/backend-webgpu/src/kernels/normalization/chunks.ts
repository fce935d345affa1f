/** Rows whose share of a parameter's gradient one invocation adds up. */
export const CHUNK = 32;

export function chunksOf(rows: number): number {
  return Math.ceil(rows / CHUNK);
}
