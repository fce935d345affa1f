import { useAnswer } from '../../app/use-answer.js';
import type { Lab } from '../../lab/client.js';
import { Problem } from '../../parts/problem.js';

export interface BackendFieldProps {
  readonly lab: Lab;
  readonly chosen: string;
  onChoose(backend: string): void;
}

/** What computes, and why. */
export function BackendField({ lab, chosen, onChoose }: BackendFieldProps) {
  const { value: backends = [], error } = useAnswer(() => lab.ask('backends', []), [lab]);
  const taken = backends.find((backend) => backend.taken);
  return (
    <>
      <label class="field">
        Backend
        <select name="backend" value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
          <option value="auto">auto{taken ? ` (${taken.name})` : ''}</option>
          {backends.map(({ name, available }) => (
            <option key={name} disabled={!available}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {error && <Problem text={error} />}
      <details>
        <summary>Why {taken?.name ?? 'this one'}?</summary>
        <ul class="reasons">
          {backends.map(({ name, says, why }) => (
            <li key={name}>
              <b>{name}</b>: {why}. <small>{says}</small>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
