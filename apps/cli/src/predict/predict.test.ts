import { expect, it } from 'vitest';
import { answersOf, toCsv } from './answers.js';
import { conformalQuantile } from './interval.js';

it('writes tables that can be read again: quotes, dots, empty cells', () => {
  const examples = [
    { shape: { width: 2 }, note: 'a "big", red\none' },
    { shape: { width: 3 }, more: null },
  ];
  const answers = answersOf(examples, [{ values: { area: 5 } }, { values: { area: 7 } }], { area: 0.5 });
  expect(toCsv(answers, { targets: ['area'] })).toBe(
    'shape.width,note,area_predicted,area_low,area_high,more\n2,"a ""big"", red\none",5,4.5,5.5,\n3,,7,6.5,7.5,\n',
  );
});

it('says how certain a class is', () => {
  const answers = answersOf(['red one'], [{ values: { colour: 'red' }, probabilities: { red: 0.75, blue: 0.25 } }], undefined);
  expect(toCsv(answers, { targets: ['colour'] })).toBe('text,colour_predicted,colour_probability\nred one,red,0.75\n');
});

it('takes the error that the next one exceeds no more often than it may', () => {
  const errors = Array.from({ length: 99 }, (_, index) => 99 - index);
  expect([0.5, 0.9, 0.99].map((probability) => conformalQuantile(errors, probability))).toEqual([50, 90, 99]);
  expect(conformalQuantile([1, 2, 3], 0.9)).toBe(Number.POSITIVE_INFINITY);
});
