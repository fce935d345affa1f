import type { Inspection } from '@prattle/inspection';
import { expect, it } from 'vitest';
import { inspectionFigures } from './inspection-figures.js';
import { inspectionPage } from './inspection-page.js';
import { type InspectionReport, visible } from './inspection-report.js';

const numbers = {
  count: 4,
  mean: 0,
  deviation: 1,
  min: -1,
  max: 1,
  norm: 2,
  zeros: 0,
  notFinite: 0,
  histogram: { low: -1, high: 1, counts: [1, 3] },
};

const inspection: Inspection = {
  parameters: [{ ...numbers, name: 'wte.weight', role: 'embedding', shape: [2, 2], bytes: 16, trainable: true, repeatedRows: 0 }],
  gradients: {
    loss: 2,
    norm: 1,
    batches: 1,
    parameters: [{ name: 'wte.weight', size: 0.1, norm: 1, silentRows: 0, notFinite: 0, reached: true }],
  },
  updates: [{ name: 'wte.weight', ratio: 1e-3 }],
  activations: [{ ...numbers, name: 'layer 0', shape: [1, 2, 2], deadUnits: 0, saturated: 0.25 }],
  sequence: {
    surprisals: [
      { token: 0, bits: null, expected: [] },
      { token: 1, bits: 3, expected: [{ token: 0, probability: 0.5 }] },
      { token: 0, bits: 1, expected: [] },
    ],
    attention: [
      {
        name: 'h.0.attention',
        length: 3,
        heads: [
          {
            spread: 0,
            weights: [
              [1, 0, 0],
              [0, 1, 0],
              [0, 0, 1],
            ],
          },
        ],
      },
    ],
    hidden: [
      {
        name: 'layer 0',
        values: [
          [1, -1],
          [0, 1],
          [1, 1],
        ],
      },
    ],
  },
  health: { healthy: false, findings: [{ ailment: 'dead', where: ['layer 0'], reason: 'Nothing passes.', remedy: 'Start again.' }] },
};

const report: InspectionReport = {
  title: 'runs/a',
  subtitle: 'gru on names',
  inspection,
  tokenText: (token) => (token === 0 ? ' ' : '<'),
  embedding: {
    name: 'wte.weight',
    projection: {
      points: [
        [0, 0],
        [1, 1],
      ],
      explained: [0.9, 0.1],
    },
    labels: [' ', '<'],
    neighbours: [{ label: ' ', nearest: [] }],
  },
};

it('draws every side of a model', () => {
  expect(inspectionFigures(report).map(({ name }) => name)).toEqual([
    'gradients',
    'updates',
    'surprisal',
    'attention-h.0.attention-0',
    'states-layer 0',
    'embedding',
    'parameter-wte.weight',
    'activation-layer 0',
  ]);
});

it('makes a page of them that says what is wrong and needs nothing from outside', () => {
  const html = inspectionPage(report);
  for (const text of ['Nothing passes.', 'Start again.', 'title="3.00 bits; expected ␣ 50 %"', '25 %']) expect(html).toContain(text);
  expect(html).not.toMatch(/<script|<link|src=|url\(/);
});

it('leaves out what could not be measured', () => {
  const bare: Inspection = { parameters: inspection.parameters, activations: [], health: { healthy: true, findings: [] } };
  const html = inspectionPage({ title: 'x', subtitle: 'y', inspection: bare, notes: ['No data.'] });
  expect(html).toContain('Nothing looks wrong.');
  expect(html).toContain('No data.');
  expect(html).not.toContain('Activations');
});

it('shows white space by signs', () => {
  expect(visible('a b\n')).toBe('a␣b⏎');
});
