import type { Lab } from '../../lab/client.js';
import type { RunCard } from '../../lab/protocol.js';
import { TablePanel } from './table-panel.js';
import { TextPanel } from './text-panel.js';

export interface RegressViewProps {
  readonly lab: Lab;
  readonly runs: readonly RunCard[];
}

/** Numbers from configurations. */
export function RegressView({ lab, runs }: RegressViewProps) {
  return (
    <>
      <h1>Numbers from configurations</h1>
      <TablePanel lab={lab} />
      <TextPanel lab={lab} runs={runs.filter(({ task }) => task === 'text-to-number')} />
    </>
  );
}
