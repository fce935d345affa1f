import { barChart } from '../figure/bar-chart.js';
import { type Figure, inlineSvg } from '../figure/figure.js';
import { count, duration } from '../page/numbers.js';
import { gallery, page, table } from '../page/page.js';
import { comparisonFigures } from '../run/run-figures.js';
import type { RunRecord } from '../run/run-record.js';

/** Mean and deviation over trials that differ in nothing but their seed; no deviation of a single one. */
export interface SweepMeasure {
  readonly mean: number;
  readonly deviation: number | null;
}

/** What one choice of settings came to. */
export interface SweepCase {
  /** The settings that the sweep varies, by name. */
  readonly values: Readonly<Record<string, string>>;
  readonly runs: number;
  readonly parameters: number;
  /** The smallest loss that was measured on what was held out. */
  readonly best: SweepMeasure;
  readonly train: SweepMeasure | null;
  readonly seconds: SweepMeasure;
}

export interface SweepReport {
  readonly title: string;
  /** The best first. */
  readonly cases: readonly SweepCase[];
  /** Trials that have no result yet. */
  readonly missing: number;
  /** Trials with their logs, as many as are to be drawn. */
  readonly trials: readonly { readonly values: SweepCase['values']; readonly record: RunRecord }[];
}

/** A page about a sweep: which settings did best, and how the trials learnt. */
export function sweepPage({ title, cases, missing, trials }: SweepReport): string {
  const fields = Object.keys(cases[0]?.values ?? {});
  const runs = cases.reduce((sum, one) => sum + one.runs, 0);
  return page({
    title,
    subtitle: `${cases.length} cases, ${runs} trials${missing > 0 ? `, ${missing} more to come` : ''}`,
    sections: [
      {
        heading: 'Results',
        content: [
          gallery([inlineSvg(sweepFigure(cases))]),
          table(
            [...fields, 'parameters', 'runs', 'best loss', '±', 'train loss', 'time'],
            cases.map(({ values, parameters, runs: seeds, best, train, seconds }) => [
              ...fields.map((field) => values[field]),
              count(parameters),
              seeds,
              best.mean.toFixed(4),
              best.deviation?.toFixed(4),
              train?.mean.toFixed(4),
              duration(seconds.mean),
            ]),
          ),
        ],
      },
      trials.length > 0 ? { heading: 'Curves', content: gallery(trialFigures(trials).map(inlineSvg)) } : undefined,
    ],
  });
}

/** Cases that a picture has room for. */
const SHOWN = 24;

/** The best loss of every case, the best case first. */
export function sweepFigure(cases: readonly SweepCase[]): Figure {
  const bars = cases.slice(0, SHOWN).map(({ values, best }) => ({ label: named(values), value: best.mean, text: best.mean.toFixed(3) }));
  const [first] = bars;
  const description = first ? `The best case is ${first.label}, with a loss of ${first.text}.` : 'No trial has a result yet.';
  const fields = Object.keys(cases[0]?.values ?? {});
  return barChart({ title: fields.length > 0 ? `Best loss by ${fields.join(', ')}` : 'Best loss', description, bars });
}

function trialFigures(trials: SweepReport['trials']): Figure[] {
  return comparisonFigures(
    trials.map(({ record }) => record),
    trials.map(({ values }) => named(values)),
  );
}

/** The values alone: which settings they are of stands in the title and in the table. */
function named(values: SweepCase['values']): string {
  return Object.values(values).join(', ');
}
