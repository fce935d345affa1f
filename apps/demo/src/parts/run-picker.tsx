import type { RunCard } from '../lab/protocol.js';

export interface RunPickerProps {
  readonly runs: readonly RunCard[];
  readonly run: string | undefined;
  readonly label?: string;
  onChange(run: string): void;
}

/** Which model to use. */
export function RunPicker({ runs, run, label = 'Model', onChange }: RunPickerProps) {
  return (
    <label class="field">
      {label}
      <select value={run ?? ''} onChange={(event) => onChange(event.currentTarget.value)}>
        {runs.map((card) => (
          <option key={card.run} value={card.run}>
            {titleOf(card)}
          </option>
        ))}
      </select>
    </label>
  );
}

function titleOf({ run, family, step, loss, builtIn }: RunCard): string {
  const facts = [family, `${step} steps`, ...(loss === undefined ? [] : [`loss ${loss.toFixed(2)}`])].join(', ');
  return `${run}${builtIn ? '' : ' (yours)'}: ${facts}`;
}
