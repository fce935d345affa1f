import { expect, it } from 'vitest';
import { answersTable } from './answers-table.js';

const encoder = { targets: ['price'] };

it('shows questions without their answers, predictions, and the truth where it is known', () => {
  const examples = [{ size: 3, price: 'unknown', kind: { of: 'house' } }, 'a text'];
  const predictions = [{ values: { price: 12.34567 } }, { values: { price: 2 } }];
  expect(answersTable({ encoder, examples, predictions })).toBe(
    ['example                         price', 'size 3, kind {"of":"house"}     12.35', 'a text                          2']
      .join('\n')
      .replaceAll(/ {5,}/g, (gap) => gap.slice(3)),
  );
  expect(answersTable({ encoder, examples, predictions, truths: [{ price: 12 }, { price: 2 }] })).toContain('12.35            12');
});

it('says how sure a class is, and cuts long questions', () => {
  const shown = answersTable({
    encoder: { targets: ['kind'] },
    examples: ['x'.repeat(100)],
    predictions: [{ values: { kind: 'cat' }, probabilities: { cat: 0.756, dog: 0.244 } }],
  });
  expect(shown).toMatch(/x{71}… {2}cat \(76 %\)$/);
});
