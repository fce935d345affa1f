import type { Encoder, Prediction } from '@prattle/core';
import { formatNumber, formatTable } from './format.js';

export interface Answers {
  readonly encoder: Pick<Encoder, 'targets'>;
  /** What was asked: objects, or texts. */
  readonly examples: readonly unknown[];
  readonly predictions: readonly Prediction[];
  /** What the data says, where that is known. */
  readonly truths?: readonly Prediction['values'][];
  /** How far from each prediction the truth may be. */
  readonly radii?: Readonly<Record<string, number>>;
}

const LONGEST_QUESTION = 72;

/** Questions with their answers, one a line, and what the data says beside them. */
export function answersTable({ encoder, examples, predictions, truths, radii }: Answers): string {
  const { targets } = encoder;
  const header = targets.flatMap((target) => (truths ? [`${target} predicted`, `${target} in the data`] : [target]));
  const lines = examples.map((example, index) => [
    question(example, targets),
    ...targets.flatMap((target) => {
      const { values, probabilities } = predictions[index] ?? {};
      const said = `${value(values?.[target])}${certainty(values?.[target], probabilities)}${spread(radii?.[target])}`;
      return truths ? [said, value(truths[index]?.[target])] : [said];
    }),
  ]);
  return formatTable([['example', ...header], ...lines]);
}

/** An object without what is predicted, on one line. */
function question(example: unknown, targets: readonly string[]): string {
  const text =
    typeof example === 'object' && example !== null
      ? Object.entries(example)
          .filter(([name]) => !targets.includes(name))
          .map(([name, given]) => `${name} ${typeof given === 'object' ? JSON.stringify(given) : given}`)
          .join(', ')
      : String(example);
  return text.length > LONGEST_QUESTION ? `${text.slice(0, LONGEST_QUESTION - 1)}…` : text;
}

function value(given: number | string | undefined): string {
  return typeof given === 'number' ? formatNumber(given) : (given ?? '');
}

function spread(radius: number | undefined): string {
  return radius === undefined ? '' : ` ± ${formatNumber(radius)}`;
}

function certainty(said: number | string | undefined, probabilities: Prediction['probabilities']): string {
  const probability = typeof said === 'string' ? probabilities?.[said] : undefined;
  return probability === undefined ? '' : ` (${(100 * probability).toFixed(0)} %)`;
}
