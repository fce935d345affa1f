import { type ActivationDescription, meanBits, type ParameterDescription } from '@prattle/inspection';
import { type Figure, inlineSvg } from '../figure/figure.js';
import { type Content, element } from '../figure/markup.js';
import { count, percent, short } from '../page/numbers.js';
import { facts, gallery, page, type Section, table, verdict } from '../page/page.js';
import {
  attentionFigures,
  embeddingFigures,
  gradientFigures,
  hiddenFigures,
  histogramFigures,
  type NamedFigure,
  surprisalFigures,
  updateFigures,
} from './inspection-figures.js';
import { type InspectionReport, visible } from './inspection-report.js';

/** A page about what is inside a model. */
export function inspectionPage(report: InspectionReport): string {
  const { title, subtitle, inspection, notes = [] } = report;
  const { parameters, gradients, health } = inspection;
  return page({
    title,
    subtitle,
    sections: [
      {
        heading: 'Health',
        content: [
          verdict(
            health.healthy,
            health.healthy ? 'Nothing looks wrong.' : health.findings.map(({ ailment }) => ailment).join(', '),
            health.findings.flatMap(({ reason, remedy, where }) => [reason, `In ${where.join(', ')}.`, remedy]),
          ),
          notes.map((note) => element('p', { class: 'note' }, note)),
        ],
      },
      {
        heading: 'In short',
        content: facts([
          ['parameters', count(parameters.reduce((sum, parameter) => sum + parameter.count, 0))],
          ['tensors', count(parameters.length)],
          ['bytes', count(parameters.reduce((sum, { bytes }) => sum + bytes, 0))],
          ['loss', gradients?.loss.toFixed(4)],
          ['gradient norm', gradients && short(gradients.norm)],
        ]),
      },
      textSection(report),
      pictures('Where it looks', attentionFigures(report), 'small'),
      pictures('What it remembers', hiddenFigures(report)),
      pictures('Gradients and updates', [...gradientFigures(report), ...updateFigures(report)]),
      embeddingSection(report),
      parameterSection(report),
      activationSection(inspection.activations),
    ],
  });
}

/** More pictures than this are kept behind a line to open. */
const SHOWN = 12;

function pictures(heading: string, figures: readonly NamedFigure[], size?: 'small'): Section | undefined {
  if (figures.length === 0) return undefined;
  return {
    heading,
    content: folded(
      figures.map(({ figure }) => figure),
      size,
    ),
  };
}

function folded(figures: readonly Figure[], size: 'large' | 'small' = 'large'): Content {
  const [shown, more] = [figures.slice(0, SHOWN), figures.slice(SHOWN)];
  return [
    gallery(shown.map(inlineSvg), size),
    more.length > 0 && element('details', {}, element('summary', {}, `${more.length} more`), gallery(more.map(inlineSvg), size)),
  ];
}

/** From this many bits on, a token is shown in the strongest shade. */
const MOST_BITS = 8;

function textSection(report: InspectionReport): Section | undefined {
  const { inspection, tokenText } = report;
  const { surprisals = [] } = inspection.sequence ?? {};
  if (surprisals.length < 2 || !tokenText) return undefined;
  const tokens = surprisals.map(({ token, bits, expected }) => {
    const wanted = expected.map(({ token: other, probability }) => `${visible(tokenText(other))} ${percent(probability)}`).join(', ');
    const shade = Math.round((70 * Math.min(bits ?? 0, MOST_BITS)) / MOST_BITS);
    return element(
      'span',
      { style: `--bits:${shade}`, title: bits === null ? 'the start' : `${bits.toFixed(2)} bits; expected ${wanted}` },
      visible(tokenText(token)),
    );
  });
  return {
    heading: 'What surprises it',
    content: [
      element('p', { class: 'tokens' }, tokens),
      element(
        'p',
        { class: 'note' },
        `The stronger the colour, the less it expected the token: ${meanBits(surprisals).toFixed(2)} bits on average.`,
      ),
      gallery(surprisalFigures(report).map(({ figure }) => inlineSvg(figure))),
    ],
  };
}

function embeddingSection(report: InspectionReport): Section | undefined {
  const { embedding } = report;
  if (!embedding) return undefined;
  const rows = embedding.neighbours.map(({ label, nearest }) => [
    visible(label),
    nearest.map((neighbour) => `${visible(neighbour.label)} ${neighbour.cosine.toFixed(2)}`).join('   '),
  ]);
  return {
    heading: 'Embedding',
    content: gallery([
      ...embeddingFigures(report).map(({ figure }) => inlineSvg(figure)),
      element(
        'details',
        { open: rows.length <= 40 ? '' : undefined },
        element('summary', {}, 'Nearest neighbours, by the cosine of the angle'),
        table(['token', 'nearest'], rows),
      ),
    ]),
  };
}

function parameterSection({ inspection: { parameters, gradients, updates } }: InspectionReport): Section {
  const rows = parameters.map((parameter) => {
    const gradient = gradients?.parameters.find(({ name }) => name === parameter.name);
    const ratio = updates?.find(({ name }) => name === parameter.name)?.ratio;
    return [
      parameter.name,
      parameter.shape.join(' × '),
      count(parameter.count),
      ...spread(parameter),
      gradient && short(gradient.size),
      ratio === undefined || ratio === null ? undefined : short(ratio),
    ];
  });
  return {
    heading: 'Parameters',
    content: [
      table(['name', 'shape', 'count', 'mean', 'deviation', 'norm', 'zeros', 'gradient', 'update / weight'], rows),
      element('h3', {}, 'How their values are spread'),
      folded(
        histogramFigures('parameter', parameters).map(({ figure }) => figure),
        'small',
      ),
    ],
  };
}

function activationSection(activations: readonly ActivationDescription[]): Section | undefined {
  if (activations.length === 0) return undefined;
  return {
    heading: 'Activations',
    content: [
      table(
        ['layer', 'shape', 'mean', 'deviation', 'norm', 'zeros', 'dead units', 'saturated'],
        activations.map((activation) => [
          activation.name,
          activation.shape.join(' × '),
          ...spread(activation),
          percent(activation.deadUnits),
          activation.saturated === null ? undefined : percent(activation.saturated),
        ]),
      ),
      element('h3', {}, 'How they are spread'),
      folded(
        histogramFigures('activation', activations).map(({ figure }) => figure),
        'small',
      ),
    ],
  };
}

function spread({ mean, deviation, norm, zeros }: ParameterDescription | ActivationDescription): string[] {
  return [short(mean), short(deviation), short(norm), percent(zeros)];
}
