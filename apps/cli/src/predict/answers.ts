import type { Encoder, Prediction } from '@prattle/core';
import type { Radii } from './interval.js';

/** An example with what is said of it, as JSON. */
export interface Answer {
  readonly input: unknown;
  readonly prediction: Prediction['values'];
  readonly probabilities?: Prediction['probabilities'];
  /** By target, from and to. */
  readonly interval?: Readonly<Record<string, readonly [number, number]>>;
}

export function answersOf(examples: readonly unknown[], predictions: readonly Prediction[], radii: Radii | undefined): Answer[] {
  return examples.map((input, index) => {
    const { values = {}, probabilities } = predictions[index] ?? {};
    const interval = radii && Object.fromEntries(Object.entries(radii).map(([target, radius]) => [target, around(values[target], radius)]));
    return { input, prediction: values, ...(probabilities ? { probabilities } : {}), ...(interval ? { interval } : {}) };
  });
}

function around(value: number | string | undefined, radius: number): readonly [number, number] {
  return [Number(value) - radius, Number(value) + radius];
}

/** A table with the columns that were given and, for each target, what is predicted. */
export function toCsv(answers: readonly Answer[], { targets }: Pick<Encoder, 'targets'>): string {
  const rows = answers.map(({ input, prediction, probabilities, interval }) => ({
    ...flat(input),
    ...Object.fromEntries(
      targets.flatMap((target) => {
        const value = prediction[target];
        const [low, high] = interval?.[target] ?? [];
        const certain = typeof value === 'string' ? probabilities?.[value] : undefined;
        return [
          [`${target}_predicted`, value],
          ...(certain === undefined ? [] : [[`${target}_probability`, certain]]),
          ...(low === undefined
            ? []
            : [
                [`${target}_low`, low],
                [`${target}_high`, high],
              ]),
        ];
      }),
    ),
  }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row: Readonly<Record<string, unknown>>) => columns.map((column) => cell(row[column])).join(','));
  return `${[columns.map(cell).join(','), ...lines].join('\n')}\n`;
}

/** Nested columns get dots, as they are read; a text is a column of its own. */
function flat(value: unknown, path = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [path === '' ? 'text' : path]: value };
  return Object.assign({}, ...Object.entries(value).map(([name, inner]) => flat(inner, path === '' ? name : `${path}.${name}`)));
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
