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
  /** The trials' logs, as many as are to be drawn. */
  readonly records: readonly RunRecord[];
}

/** A page about a sweep: which settings did best, and how the trials learnt. */
export function sweepPage({ title, cases, missing, records }: SweepReport): string {
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
            cases.map(({ values, parameters, runs: trials, best, train, seconds }) => [
              ...fields.map((field) => values[field]),
              count(parameters),
              trials,
              best.mean.toFixed(4),
              best.deviation?.toFixed(4),
              train?.mean.toFixed(4),
              duration(seconds.mean),
            ]),
          ),
        ],
      },
      records.length > 0 ? { heading: 'Curves', content: gallery(comparisonFigures(records).map(inlineSvg)) } : undefined,
    ],
  });
}

/** Cases that a picture has room for. */
const SHOWN = 24;

/** The best loss of every case, the best case first. */
export function sweepFigure(cases: readonly SweepCase[]): Figure {
  const bars = cases.slice(0, SHOWN).map(({ values, best }) => ({
    label: Object.entries(values)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    value: best.mean,
    text: best.mean.toFixed(3),
  }));
  const [first] = bars;
  const description = first ? `The best case is ${first.label}, with a loss of ${first.text}.` : 'No trial has a result yet.';
  return barChart({ title: 'Best loss', description, bars });
}
