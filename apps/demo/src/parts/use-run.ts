import { useState } from 'preact/hooks';
import type { RunCard } from '../lab/protocol.js';

/** The run that somebody chose, as long as it is there, else the first one. */
export function useRun(runs: readonly RunCard[]): [run: string | undefined, choose: (run: string) => void] {
  const [chosen, choose] = useState<string>();
  return [runs.some(({ run }) => run === chosen) ? chosen : runs[0]?.run, choose];
}
