import { useState } from 'preact/hooks';
import type { Lab } from '../../lab/client.js';
import type { DataCard, DataFile } from '../../lab/protocol.js';
import { FileDrop } from '../../parts/file-drop.js';
import { Problem } from '../../parts/problem.js';
import type { RunChoice } from './run-choice.js';

export interface DataFieldProps {
  readonly lab: Lab;
  readonly data: readonly DataCard[];
  readonly choice: RunChoice;
}

/** Data that is there, text that is pasted, or files that are dropped. */
export function DataField({ lab, data, choice }: DataFieldProps) {
  const { own, data: chosen } = choice.state;
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const put = async (files: readonly DataFile[]) => {
    try {
      setError(undefined);
      choice.choose({ own: await lab.ask('putData', [files]), data: 'own' });
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
    }
  };
  const card = data.find(({ name }) => name === chosen);
  return (
    <>
      <label class="field">
        Learn from
        <select name="data" value={chosen} onChange={(event) => choice.choose({ data: event.currentTarget.value })}>
          {data.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
          {own && <option value="own">{own.paths.join(', ')}</option>}
        </select>
      </label>
      <p>
        <small>{chosen === 'own' ? `Read as ${own?.name}: ${own?.reason}.` : card?.summary}</small>
      </p>
      <details>
        <summary>Your own text</summary>
        <p>
          <small>It never leaves this tab: there is no server behind this page, and the browser forbids it to connect to one.</small>
        </p>
        <label class="field">
          Paste it here
          <textarea name="own-text" rows={4} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <button
          type="button"
          disabled={text.trim() === ''}
          onClick={() => put([{ path: 'pasted.txt', bytes: new TextEncoder().encode(text) }])}
        >
          Use this text
        </button>
        <FileDrop label="Or drop text, CSV or JSON files here" multiple onFiles={put} />
        {error && <Problem text={error} />}
      </details>
    </>
  );
}
