import { cpus } from 'node:os';

/** What machine this is, as a line for tables: its processor and how many cores of it there are. */
export function machine(): string {
  const [first] = cpus();
  return `${first?.model ?? 'unknown processor'}, ${cpus().length} cores`;
}
