import type { ActivationDescription, ParameterDescription } from '@prattle/inspection';
import { barChart } from '../figure/bar-chart.js';
import type { Figure } from '../figure/figure.js';
import { heatMap } from '../figure/heat-map.js';
import { histogramChart } from '../figure/histogram-chart.js';
import { lineChart } from '../figure/line-chart.js';
import { scatterChart } from '../figure/scatter-chart.js';
import { percent, short } from '../page/numbers.js';
import { type InspectionReport, visible } from './inspection-report.js';

/** A picture under the name of its file. */
export interface NamedFigure {
  readonly name: string;
  readonly figure: Figure;
}

/** Width of a picture of which many stand side by side. */
const SMALL = 260;

/** How much of the loss comes back to each parameter. */
export function gradientFigures({ inspection: { gradients } }: InspectionReport): NamedFigure[] {
  if (!gradients) return [];
  const names = withoutCommonStart(gradients.parameters.map(({ name }) => name));
  const bars = gradients.parameters.map(({ name, size }, index) => ({ label: names[index] ?? name, value: size, text: short(size) }));
  const description = `Root mean square of each parameter's gradient over ${gradients.batches} batches.`;
  return [{ name: 'gradients', figure: barChart({ title: 'Gradient size', description, bars, log: true }) }];
}

/** How far a training step moves each parameter. */
export function updateFigures({ inspection: { updates } }: InspectionReport): NamedFigure[] {
  const names = withoutCommonStart((updates ?? []).map(({ name }) => name));
  const bars = (updates ?? []).flatMap(({ name, ratio }, index) =>
    ratio === null ? [] : [{ label: names[index] ?? name, value: ratio, text: short(ratio) }],
  );
  if (bars.length === 0) return [];
  const description = 'Norm of one update over the norm of the parameter; about 0.001 is usual.';
  return [{ name: 'updates', figure: barChart({ title: 'Update over weight', description, bars, log: true }) }];
}

/** How the values of each parameter, or of what each layer gives, are spread. */
export function histogramFigures(
  kind: 'parameter' | 'activation',
  described: readonly (ParameterDescription | ActivationDescription)[],
): NamedFigure[] {
  return described.map(({ name, histogram, mean, deviation }) => ({
    name: `${kind}-${name}`,
    figure: histogramChart({ title: name, description: `Mean ${short(mean)}, standard deviation ${short(deviation)}.`, histogram }),
  }));
}

/** Surprisal along the sequence. */
export function surprisalFigures({ inspection: { sequence } }: InspectionReport): NamedFigure[] {
  const points = (sequence?.surprisals ?? []).flatMap(({ bits }, position) => (bits === null ? [] : [{ x: position, y: bits }]));
  if (points.length < 2) return [];
  const mean = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const figure = lineChart({
    title: 'Surprisal (bits)',
    description: `How surprising each token was; ${mean.toFixed(2)} bits on average.`,
    series: [{ label: 'bits', points }],
    xLabel: 'position',
    fromZero: true,
  });
  return [{ name: 'surprisal', figure }];
}

/** Where each position looks, a picture for every head: rows ask, columns answer. */
export function attentionFigures({ inspection: { sequence }, tokenText }: InspectionReport): NamedFigure[] {
  const labels = sequenceLabels(sequence?.surprisals ?? [], tokenText);
  return (sequence?.attention ?? []).flatMap(({ name, heads }) =>
    heads.map(({ weights, spread }, head) => ({
      name: `attention-${name}-${head}`,
      figure: heatMap({
        title: `${name}, head ${head}`,
        description: `Each row is a position, each column what it looks at; spread ${percent(spread)}.`,
        values: weights,
        rowLabels: labels,
        columnLabels: labels,
        most: 1,
        width: SMALL,
      }),
    })),
  );
}

/** What the units of each layer hold along the sequence. */
export function hiddenFigures({ inspection: { sequence }, tokenText }: InspectionReport): NamedFigure[] {
  const labels = sequenceLabels(sequence?.surprisals ?? [], tokenText);
  return (sequence?.hidden ?? []).map(({ name, values }) => ({
    name: `states-${name}`,
    figure: heatMap({
      title: name,
      description: 'Each row is a position, each column a unit; the second colour is below zero.',
      values,
      rowLabels: labels,
    }),
  }));
}

/** The vectors of the tokens in two dimensions. */
export function embeddingFigures({ embedding }: InspectionReport): NamedFigure[] {
  if (!embedding) return [];
  const { projection, labels, name } = embedding;
  const [first, second] = projection.explained;
  const figure = scatterChart({
    title: `Tokens by ${name}`,
    description: `The first two principal components, ${percent(first)} and ${percent(second)} of the variance.`,
    points: projection.points.map(([x, y], index) => ({ x, y, label: visible(labels[index] ?? '') })),
    xLabel: `${percent(first)} of the variance`,
    yLabel: percent(second),
  });
  return [{ name: 'embedding', figure }];
}

/** All pictures of a model, for files of their own. */
export function inspectionFigures(report: InspectionReport): NamedFigure[] {
  const { parameters, activations } = report.inspection;
  return [
    ...gradientFigures(report),
    ...updateFigures(report),
    ...surprisalFigures(report),
    ...attentionFigures(report),
    ...hiddenFigures(report),
    ...embeddingFigures(report),
    ...histogramFigures('parameter', parameters),
    ...histogramFigures('activation', activations),
  ];
}

/** `transformer.h.0.attn` … all begin with `transformer.`, which says nothing. */
function withoutCommonStart(names: readonly string[]): string[] {
  const start = names[0]?.match(/^[^.]+\./)?.[0] ?? '';
  const common = start !== '' && names.every((name) => name.startsWith(start));
  return names.map((name) => (common ? name.slice(start.length) : name));
}

function sequenceLabels(tokens: readonly { readonly token: number }[], tokenText: InspectionReport['tokenText']): string[] {
  return tokenText ? tokens.map(({ token }) => visible(tokenText(token))) : [];
}
