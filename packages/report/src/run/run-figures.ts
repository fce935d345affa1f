import { type RunJudgement, usualAt } from '@prattle/inspection';
import type { Figure } from '../figure/figure.js';
import { lineChart, type Point, type Series } from '../figure/line-chart.js';
import type { RunRecord } from './run-record.js';
import { measuredLosses, noisyLosses, stepSeries, trainingLosses } from './series.js';

/** Losses over more than this many times their smallest are drawn on a logarithmic axis. */
const WIDE = 40;

/** The loss of a run as it fell, with what is usual behind it where that is known. */
export function lossFigure(record: RunRecord, judgement?: RunJudgement): Figure {
  const smooth = trainingLosses(record);
  const validation = measuredLosses(record, 'validation');
  const series: Series[] = [
    { label: 'every step', points: noisyLosses(record), faint: true, colour: 0 },
    { label: 'training loss', points: smooth, colour: 0 },
    { label: 'validation loss', points: validation, style: 'marks', colour: 1 },
  ];
  return lineChart({
    title: 'Loss (nats)',
    description: describeLoss(smooth, validation),
    series: series.filter(({ points }) => points.length > 0),
    area: judgement && {
      label: `usual for ${judgement.preset}`,
      points: judgement.band.points.map(usualAt).map(({ step, low, high }) => ({ x: step, low, high })),
    },
    xLabel: 'step',
    logY: isWide([...smooth, ...validation]),
  });
}

function describeLoss(smooth: readonly Point[], validation: readonly Point[]): string {
  const [first] = smooth;
  const last = smooth.at(-1);
  const measured = validation.at(-1);
  if (!first || !last) return 'No step was logged.';
  return `The training loss goes from ${first.y.toFixed(3)} to ${last.y.toFixed(3)} in ${last.x} steps${measured ? `, the validation loss ends at ${measured.y.toFixed(3)}` : ''}.`;
}

/** The other curves of a run, those that it has. */
export function stepFigures(record: RunRecord): Figure[] {
  const chart = (title: string, points: readonly Point[], colour: number): Figure[] =>
    points.length < 2
      ? []
      : [
          lineChart({
            title,
            description: `From ${points[0]?.y.toPrecision(3)} to ${points.at(-1)?.y.toPrecision(3)}.`,
            series: [{ label: title, points, colour }],
            xLabel: 'step',
            fromZero: true,
          }),
        ];
  return [
    ...chart(
      'Gradient norm',
      stepSeries(record, ({ gradientNorm }) => gradientNorm),
      2,
    ),
    ...chart(
      'Learning rate',
      stepSeries(record, ({ learningRate }) => learningRate),
      3,
    ),
    ...chart(
      'Throughput (tokens or rows a second)',
      stepSeries(record, ({ tokensPerSecond }) => tokensPerSecond),
      4,
    ),
  ];
}

/** Several runs over each other: their training losses, and their validation losses where they were measured. */
export function comparisonFigures(
  records: readonly RunRecord[],
  names: readonly string[] = shortNames(records.map(({ path }) => path)),
): Figure[] {
  const compare = (title: string, curveOf: (record: RunRecord) => Point[]): Figure[] => {
    const series = records.map((record, index) => ({ label: names[index] ?? record.path, points: curveOf(record), colour: index }));
    const all = series.flatMap(({ points }) => points);
    if (all.length < 2) return [];
    const ends = series.map(({ label, points }) => `${label} ends at ${points.at(-1)?.y.toFixed(3) ?? 'nothing'}`);
    return [lineChart({ title, description: `${ends.join(', ')}.`, series, xLabel: 'step', logY: isWide(all) })];
  };
  return [...compare('Training loss', trainingLosses), ...compare('Validation loss', (record) => measuredLosses(record, 'validation'))];
}

function isWide(points: readonly Point[]): boolean {
  const values = points.map(({ y }) => y).filter(Number.isFinite);
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  return low > 0 && high / low > WIDE;
}

/** Paths less the folders that all of them are in. */
export function shortNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split('/').filter((part) => part !== ''));
  const [first = []] = parts;
  const longest = Math.max(0, Math.min(...parts.map((part) => part.length)) - 1);
  let shared = 0;
  while (shared < longest && parts.every((part) => part[shared] === first[shared])) shared++;
  return parts.map((part, index) => part.slice(shared).join('/') || (paths[index] ?? ''));
}
