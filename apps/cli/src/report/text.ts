import type { RunJudgement } from '@prattle/inspection';
import { judgementText, measuredLosses, type RunFacts, type RunReport, runFacts, shortNames, trainingLosses } from '@prattle/report';
import pc from 'picocolors';
import { type Curve, drawCurves } from '../terminal/curve.js';
import { formatCount, formatDuration } from '../terminal/format.js';
import { headedTable } from '../terminal/headed-table.js';

const PAINTS = [pc.cyan, pc.yellow, pc.green, pc.magenta, pc.red, pc.blue];
const HEIGHT = 14;
const MOST_COLUMNS = 100;

/** Runs as text: their curves, a table of what they reached, and whether that is normal. */
export function reportText(reports: readonly RunReport[], columns = Number.POSITIVE_INFINITY): string {
  const names = shortNames(reports.map(({ record }) => record.path));
  const judgements = reports.flatMap(({ judgement }, index) => (judgement ? [`${names[index]}: ${judged(judgement)}`] : []));
  return [
    drawCurves(curvesOf(reports, names), { width: Math.min(columns, MOST_COLUMNS), height: HEIGHT }),
    headedTable(
      ['run', 'model', 'data', 'params', 'steps', 'time', 'train', 'validation', 'best at', 'speed'],
      reports.map(({ record }, index) => row(names[index] ?? record.path, runFacts(record))),
      { width: columns, spare: ['speed', 'params', 'data', 'best at', 'time'] },
    ),
    judgements.join('\n'),
    ...reports.map(samplesOf),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** One run: what it learnt on and what was held out. Several: one line each. */
function curvesOf(reports: readonly RunReport[], names: readonly string[]): Curve[] {
  const [only] = reports;
  const asCurve = (label: string, points: ReturnType<typeof trainingLosses>, index: number, style: Curve['style']): Curve => ({
    label,
    points,
    style,
    paint: PAINTS[index % PAINTS.length] ?? pc.cyan,
  });
  if (only && reports.length === 1) {
    return [
      asCurve('training loss', trainingLosses(only.record), 0, 'line'),
      asCurve('validation loss', measuredLosses(only.record, 'validation'), 1, 'marks'),
    ];
  }
  return reports.map(({ record }, index) => asCurve(names[index] ?? record.path, trainingLosses(record), index, 'line'));
}

function row(name: string, facts: RunFacts): string[] {
  const { model, preset, data, parameters, steps, seconds, trainLoss, bestValidationLoss, bestStep, tokensPerSecond } = facts;
  return [
    name,
    preset === undefined ? model : `${model} ${preset}`,
    data,
    parameters === undefined ? '-' : formatCount(parameters),
    String(steps),
    seconds === undefined ? '-' : formatDuration(seconds),
    trainLoss?.toFixed(4) ?? '-',
    bestValidationLoss?.toFixed(4) ?? '-',
    bestStep === undefined ? '-' : String(bestStep),
    tokensPerSecond === undefined ? '-' : `${formatCount(tokensPerSecond)}/s`,
  ];
}

/** Whether a run is normal, with the likely causes below if it is not. */
export function judged(judgement: RunJudgement): string {
  const text = judgementText(judgement);
  const painted = judgement.verdict === 'above' ? pc.yellow(text) : text;
  return [painted, ...judgement.causes.map((cause) => `  ${cause}`)].join('\n');
}

function samplesOf({ samples = [], novelty }: RunReport): string {
  if (samples.length === 0) return '';
  const counts = novelty
    ? pc.dim(
        `\n${novelty.inTraining} of ${novelty.samples} are in the training set, ${novelty.heldOut} in the held-out set, ${novelty.fresh} are new.`,
      )
    : '';
  return `${pc.dim('It writes:')}\n${samples.join(samples.length > 1 ? ', ' : '\n').trim()}${counts}`;
}
