import { useState } from 'preact/hooks';
import { useAnswer } from '../../app/use-answer.js';
import type { Lab } from '../../lab/client.js';
import type { RunCard } from '../../lab/protocol.js';
import { Problem } from '../../parts/problem.js';
import { RunPicker } from '../../parts/run-picker.js';
import { useRun } from '../../parts/use-run.js';

const EXAMPLE = '{"lr": 0.01, "batch_size": 64, "layers": 6, "dropout": 0.1}';

export interface TextPanelProps {
  readonly lab: Lab;
  readonly runs: readonly RunCard[];
}

/** A text that stands for a number, read character by character. */
export function TextPanel({ lab, runs }: TextPanelProps) {
  const [run, choose] = useRun(runs);
  const [text, setText] = useState(EXAMPLE);
  const example = exampleOf(text);
  const { value, error } = useAnswer(
    () => (run === undefined || example === undefined ? undefined : lab.ask('predict', [run, [example]])),
    [lab, run, text],
    60,
  );
  const [prediction] = Object.values(value?.[0]?.values ?? {});
  const truth = scoreOf(example);
  return (
    <section aria-labelledby="text">
      <h2 id="text">A text</h2>
      <p>
        The same without columns: a network reads the configuration as text, character by character, and says its score. The scores were
        made up: 0.5 / lr + 0.3 · batch_size + 0.2 · layers − 100 · dropout, and some chance.
      </p>
      {runs.length > 1 && <RunPicker runs={runs} run={run} onChange={choose} />}
      <label class="field">
        Configuration
        <textarea name="configuration" rows={2} value={text} onInput={(event) => setText(event.currentTarget.value)} spellcheck={false} />
      </label>
      {error && <Problem text={error} />}
      <p class="facts" role="status">
        <span>
          <small>prediction</small> <b data-fact="text prediction">{typeof prediction === 'number' ? prediction.toFixed(1) : '–'}</b>
        </span>
        <span>
          <small>made up as</small> <b>{truth === undefined ? '–' : truth.toFixed(1)}</b>
        </span>
        <span>
          <small>error</small>{' '}
          <b>{typeof prediction === 'number' && truth !== undefined ? Math.abs(prediction - truth).toFixed(1) : '–'}</b>
        </span>
      </p>
      {example === undefined && <p>This is no configuration in JSON yet.</p>}
    </section>
  );
}

function exampleOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The score without its chance, where everything that it is made of is there. */
function scoreOf(example: Readonly<Record<string, unknown>> = {}): number | undefined {
  const { lr, batch_size: batch, layers, dropout } = example;
  if (typeof lr !== 'number' || typeof batch !== 'number' || typeof layers !== 'number' || typeof dropout !== 'number') return undefined;
  return 0.5 / lr + 0.3 * batch + 0.2 * layers - 100 * dropout;
}
