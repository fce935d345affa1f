import { useEffect, useState } from 'preact/hooks';
import type { Lab } from '../../lab/client.js';
import type { ColouredToken, RunCard } from '../../lab/protocol.js';
import { ColouredText } from '../../parts/coloured-text.js';
import { Problem } from '../../parts/problem.js';
import { RunPicker } from '../../parts/run-picker.js';
import { useRun } from '../../parts/use-run.js';

/** Texts that are written side by side. */
const TEXTS = 8;

export interface WriteViewProps {
  readonly lab: Lab;
  readonly runs: readonly RunCard[];
}

/** A model that speaks as soon as the page is open. */
export function WriteView({ lab, runs }: WriteViewProps) {
  const writers = runs.filter(({ task, chats }) => task === 'next-token' && !chats);
  const [run, choose] = useRun(writers);
  const [prompt, setPrompt] = useState('');
  const [temperature, setTemperature] = useState(0.8);
  const [seed, setSeed] = useState(1);
  const [texts, setTexts] = useState<readonly (readonly ColouredToken[])[]>([]);
  const [error, setError] = useState<string>();
  useEffect(() => {
    if (run === undefined) return;
    let current = true;
    setTexts([]);
    setError(undefined);
    const writeAll = async () => {
      for (let index = 0; index < TEXTS && current; index++) {
        const tokens: ColouredToken[] = prompt === '' ? [] : [{ text: prompt }];
        await lab.ask('write', [run, { prompt, temperature, seed: seed + index, tokens: 120 }], (token) => tokens.push(token));
        if (current) setTexts((old) => [...old, tokens]);
      }
    };
    writeAll().catch((problem: Error) => current && setError(problem.message));
    return () => {
      current = false;
    };
  }, [lab, run, prompt, temperature, seed]);
  return (
    <section class="narrow">
      <h1>A small language model, in this tab</h1>
      <p>
        It came with the page and has just written these. The darker a token, the surer the model was of it. Give it a beginning, or{' '}
        <a href="#train">train your own</a>: it takes half a minute.
      </p>
      <div class="row">
        <RunPicker runs={writers} run={run} onChange={choose} />
        <label class="field">
          Beginning
          <input name="prompt" value={prompt} onInput={(event) => setPrompt(event.currentTarget.value)} autocomplete="off" />
        </label>
        <label class="field">
          <span>Temperature {temperature}</span>
          <input
            name="temperature"
            type="range"
            min="0"
            max="2"
            step="0.1"
            value={temperature}
            onInput={(event) => setTemperature(event.currentTarget.valueAsNumber)}
          />
        </label>
        <button type="button" class="primary" onClick={() => setSeed(seed + TEXTS)}>
          Write again
        </button>
      </div>
      {error && <Problem text={error} />}
      <ul class="written" aria-live="polite" aria-label="What the model wrote">
        {texts.map((tokens, index) => (
          <li key={index}>
            <ColouredText tokens={tokens} />
          </li>
        ))}
      </ul>
    </section>
  );
}
