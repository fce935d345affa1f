import { useEffect, useState } from 'preact/hooks';
import type { Lab } from '../../lab/client.js';
import type { ColouredToken, RunCard } from '../../lab/protocol.js';
import { ColouredText } from '../../parts/coloured-text.js';

/** Texts of every model. */
const TEXTS = 3;

export interface FamiliesPanelProps {
  readonly lab: Lab;
  readonly runs: readonly RunCard[];
  readonly prompt: string;
}

interface Written {
  readonly run: string;
  readonly texts: readonly (readonly ColouredToken[])[];
  readonly error?: string;
}

/** The same beginning, continued by every model that there is. */
export function FamiliesPanel({ lab, runs, prompt }: FamiliesPanelProps) {
  const [written, setWritten] = useState<readonly Written[]>([]);
  const names = runs.map(({ run }) => run).join(' ');
  useEffect(() => {
    let current = true;
    const writeAll = async () => {
      const all: Written[] = [];
      for (const { run } of runs) {
        if (!current) return;
        all.push(await writeWith(lab, run, prompt));
        if (current) setWritten([...all]);
      }
    };
    void writeAll();
    return () => {
      current = false;
    };
  }, [lab, names, prompt]);
  return (
    <>
      <h2>The same beginning, every model</h2>
      <div class="cards">
        {runs.map(({ run, family, data, loss }) => {
          const mine = written.find((one) => one.run === run);
          return (
            <article key={run}>
              <h3>{run}</h3>
              <small>
                {family} on {data}
                {loss === undefined ? '' : `, loss ${loss.toFixed(2)}`}
              </small>
              {mine?.error ? <p>{mine.error}</p> : null}
              <ul class="written">
                {mine?.texts.map((tokens, index) => (
                  <li key={index}>
                    <ColouredText tokens={tokens} />
                  </li>
                ))}
              </ul>
            </article>
          );
        })}
      </div>
      <p>
        Models that you train appear here. <a href="#train">Train another family</a> on the same data to compare.
      </p>
    </>
  );
}

async function writeWith(lab: Lab, run: string, prompt: string): Promise<Written> {
  const texts: ColouredToken[][] = [];
  try {
    for (let seed = 1; seed <= TEXTS; seed++) {
      const tokens: ColouredToken[] = prompt === '' ? [] : [{ text: prompt }];
      await lab.ask('write', [run, { prompt, seed, tokens: 60 }], (token) => tokens.push(token));
      texts.push(tokens);
    }
    return { run, texts };
  } catch (error) {
    return { run, texts, error: error instanceof Error ? error.message : String(error) };
  }
}
