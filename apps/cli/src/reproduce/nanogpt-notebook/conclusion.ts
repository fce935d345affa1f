import { signed } from '../comparison.js';
import type { ResultBlock } from '../result.js';
import { minutes } from '../time.js';
import type { TransformerResult } from './transformer.js';

/** The table that the notebook ends with, with columns of our own. */
export function conclusionTable(results: readonly TransformerResult[]): ResultBlock[] {
  const baseline = results.find(({ name }) => name === 'baseline');
  const [ourBase, theirBase] = [baseline?.evaluations.at(-1)?.losses.validation, baseline?.recorded.final[1]];
  const rows = results.map((result) => {
    const { train = Number.NaN, validation = Number.NaN } = result.evaluations.at(-1)?.losses ?? {};
    const { recorded } = result;
    return [
      `${result.name} (${recorded.summary})`,
      String(result.steps),
      minutes(result.seconds),
      minutes(recorded.seconds),
      train.toFixed(4),
      recorded.final[0].toFixed(4),
      validation.toFixed(4),
      recorded.final[1].toFixed(4),
      result === baseline ? '–' : percent(validation, ourBase),
      result === baseline ? '–' : percent(recorded.final[1], theirBase),
    ];
  });
  const early = results.some(({ complete }) => !complete);
  return [
    {
      type: 'table',
      title: "The notebook's conclusion",
      header: ['case', 'steps', 'time', '(theirs)', 'train', '(theirs)', 'validation', '(theirs)', 'against baseline', '(theirs)'],
      rows,
    },
    {
      type: 'note',
      text: [
        ...(early ? ['Our runs were ended early; the recorded losses are those of the full runs.'] : []),
        'Times are ours on this machine, estimates included, and theirs on a GPU. The differences are of the validation loss; the notebook prints that of case 3 as "(-) 1.14%", but its loss is the higher one.',
      ].join(' '),
    },
  ];
}

function percent(loss: number, base: number | undefined): string {
  return base === undefined ? '' : `${signed(100 * (loss / base - 1), 2)} %`;
}
