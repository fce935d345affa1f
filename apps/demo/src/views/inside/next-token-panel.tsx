import type { SettingRow } from '@prattle/core';
import { useState } from 'preact/hooks';
import { useAnswer } from '../../app/use-answer.js';
import type { Lab } from '../../lab/client.js';
import { BarTable } from '../../parts/bar-table.js';
import { Problem } from '../../parts/problem.js';
import { SettingForm } from '../../parts/setting-form.js';

export interface NextTokenPanelProps {
  readonly lab: Lab;
  readonly run: string;
  readonly text: string;
  readonly sampling: readonly SettingRow[];
}

/** What may come next, and what the sampling options make of it. */
export function NextTokenPanel({ lab, run, text, sampling }: NextTokenPanelProps) {
  const [options, setOptions] = useState<Readonly<Record<string, unknown>>>({});
  const { value, error } = useAnswer(() => lab.ask('nextToken', [run, text, options]), [lab, run, text, JSON.stringify(options)], 40);
  const defaults = Object.fromEntries(sampling.map((row) => [row.name, row.default]));
  return (
    <div class="columns">
      <div>
        <h2>What comes next</h2>
        {error && <Problem text={error} />}
        <BarTable
          caption="The model's own probability (outline), and what is drawn with the options (filled)"
          heads={['token', 'probability', 'model', 'drawn']}
          rows={(value?.choices ?? []).map(({ text: token, probability, drawn }) => ({
            token,
            filled: drawn,
            outlined: probability,
            cells: [number(percent(probability)), number(percent(drawn))],
          }))}
        />
      </div>
      <div>
        <h2>Sampling options</h2>
        <SettingForm id="sampling" rows={sampling} values={defaults} changed={options} onChange={setOptions} />
        <table class="effects">
          <caption>What each option does by itself</caption>
          <thead>
            <tr>
              <th scope="col">option</th>
              <th scope="col">tokens left</th>
              <th scope="col">as many choices as</th>
            </tr>
          </thead>
          <tbody>
            {(value?.effects ?? []).map(({ option, left, choices }) => (
              <tr key={option}>
                <th scope="row">{option}</th>
                <td class="number">
                  {left} of {value?.vocabulary}
                </td>
                <td class="number">{choices.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const percent = (probability: number): string => `${(100 * probability).toFixed(1)} %`;
const number = (text: string) => ({ kind: 'number', text }) as const;
