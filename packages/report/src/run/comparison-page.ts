import { compareSettings } from '@prattle/inspection';
import { inlineSvg } from '../figure/figure.js';
import { count, duration, loss } from '../page/numbers.js';
import { gallery, page, table } from '../page/page.js';
import { judgementText } from './judgement-text.js';
import { runFacts } from './run-facts.js';
import { comparisonFigures, shortNames } from './run-figures.js';
import { type RunReport, settingText } from './run-page.js';
import type { RunRecord } from './run-record.js';

/** A page about several runs: their curves over each other, their results, and the settings that they do not share. */
export function comparisonPage(reports: readonly RunReport[]): string {
  const records = reports.map(({ record }) => record);
  const names = shortNames(records.map(({ path }) => path));
  const judged = reports.flatMap(({ judgement }, index) =>
    judgement ? [[names[index], judgementText(judgement), judgement.causes.join(' ')]] : [],
  );
  const differing = differingSettings(records);
  return page({
    title: `${records.length} runs`,
    subtitle: names.join(', '),
    sections: [
      { heading: 'Curves', content: gallery(comparisonFigures(records).map(inlineSvg)) },
      {
        heading: 'Results',
        content: table(
          ['run', 'model', 'data', 'parameters', 'steps', 'time', 'training loss', 'best validation', 'at step'],
          records.map((record, index) => {
            const { model, data, parameters, steps, seconds, trainLoss, bestValidationLoss, bestStep } = runFacts(record);
            return [
              names[index],
              model,
              data,
              count(parameters),
              count(steps),
              duration(seconds),
              loss(trainLoss),
              loss(bestValidationLoss),
              count(bestStep),
            ];
          }),
        ),
      },
      differing.length > 0
        ? {
            heading: 'What differs',
            content: table(
              ['setting', ...names],
              differing.map(({ name, values }) => [name, ...values]),
            ),
          }
        : undefined,
      judged.length > 0 ? { heading: 'Is this normal?', content: table(['run', 'verdict', 'likely causes'], judged) } : undefined,
    ],
  });
}

/** The settings in which any of the runs differs from the first. */
export function differingSettings(records: readonly RunRecord[]): { readonly name: string; readonly values: readonly string[] }[] {
  const [first, ...others] = records;
  const names = new Set(others.flatMap(({ spec }) => compareSettings(first?.spec, spec).map(({ name }) => name)));
  return [...names].map((name) => ({ name, values: records.map(({ spec }) => settingText(at(spec, name))) }));
}

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
      value,
    );
}
