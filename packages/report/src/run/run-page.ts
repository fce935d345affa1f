import type { RunJudgement } from '@prattle/inspection';
import { inlineSvg } from '../figure/figure.js';
import { type Content, element } from '../figure/markup.js';
import { count, duration, loss, percent } from '../page/numbers.js';
import { facts, gallery, page, type Section, table, verdict } from '../page/page.js';
import { judgementText } from './judgement-text.js';
import { runFacts } from './run-facts.js';
import { lossFigure, stepFigures } from './run-figures.js';
import type { RunRecord } from './run-record.js';

/** How many samples are known from where. */
export interface SampleNovelty {
  readonly samples: number;
  readonly inTraining: number;
  readonly heldOut: number;
  readonly fresh: number;
}

/** What else is known of a run beside its record. */
export interface RunReport {
  readonly record: RunRecord;
  readonly judgement?: RunJudgement | undefined;
  /** Written with the trained model. */
  readonly samples?: readonly string[] | undefined;
  readonly novelty?: SampleNovelty | undefined;
}

/** `report.html` of one run: how it went, whether that is normal, what it writes, with what settings. */
export function runPage({ record, judgement, samples, novelty }: RunReport): string {
  const summary = runFacts(record);
  return page({
    title: record.path,
    subtitle: `${summary.model}${summary.preset ? ` (${summary.preset})` : ''} on ${summary.data}`,
    sections: [
      {
        heading: 'In short',
        content: [
          facts([
            ['best validation loss', loss(summary.bestValidationLoss)],
            ['best step', count(summary.bestStep)],
            ['training loss', loss(summary.trainLoss)],
            ['steps', count(summary.steps)],
            ['time', duration(summary.seconds)],
            ['ended', summary.ended ?? 'not yet, or it failed'],
            ['parameters', count(summary.parameters)],
            ['throughput', summary.tokensPerSecond === undefined ? undefined : `${count(summary.tokensPerSecond)} / s`],
          ]),
          summary.device !== undefined && element('p', { class: 'note' }, `Computed by ${summary.backend} on ${summary.device}.`),
        ],
      },
      judgement && { heading: 'Is this normal?', content: verdictOf(judgement) },
      { heading: 'Curves', content: gallery([lossFigure(record, judgement), ...stepFigures(record)].map(inlineSvg)) },
      samplesSection(record, samples, novelty),
      { heading: 'Settings', content: settingsTable(record) },
    ],
  });
}

function verdictOf(judgement: RunJudgement): Content {
  return verdict(judgement.verdict !== 'above', judgementText(judgement), judgement.causes);
}

function samplesSection(record: RunRecord, samples: readonly string[] = [], novelty: SampleNovelty | undefined): Section | undefined {
  const onTheWay = record.events.flatMap((event) => (event.type === 'sample' && event.text.trim() !== '' ? [event] : []));
  if (samples.length === 0 && onTheWay.length === 0) return undefined;
  return {
    heading: 'Samples',
    content: [
      novelty &&
        table(
          ['of', 'in the training set', 'held out', 'new'],
          [[novelty.samples, share(novelty.inTraining, novelty), share(novelty.heldOut, novelty), share(novelty.fresh, novelty)]],
        ),
      samples.length > 0 && element('pre', {}, samples.join('\n')),
      onTheWay.length > 0 &&
        element(
          'details',
          { open: samples.length === 0 ? '' : undefined },
          element('summary', {}, `On the way (${onTheWay.length})`),
          onTheWay.map(({ step, text }) => [element('h3', {}, `Step ${step}`), element('pre', {}, text)]),
        ),
    ],
  };
}

function share(part: number, { samples }: SampleNovelty): string {
  return `${part} (${percent(samples > 0 ? part / samples : 0)})`;
}

function settingsTable({ spec }: RunRecord): Content {
  const groups: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    [`model: ${spec.model.name}`, spec.model.settings],
    ['training', { ...spec.training }],
    [`data: ${spec.dataset.name}`, spec.dataset.settings],
    [`tokenizer: ${spec.tokenizer.name}`, spec.tokenizer.settings],
  ];
  const rows = groups.flatMap(([group, settings]) =>
    Object.entries(settings).map(([name, value]) => [group, name, settingText(value)] as const),
  );
  return element('details', {}, element('summary', {}, `All ${rows.length} settings`), table(['', 'setting', 'value'], rows));
}

/** A setting's value as it would be typed. */
export function settingText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
