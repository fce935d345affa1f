import { expect, test } from 'vitest';
import { lastLines, plural, withoutScriptHeader } from './text.js';

test('long texts lose their beginning and say so', () => {
  expect(lastLines('a\nb\nc\n', 2)).toBe('… 1 line before\nb\nc');
  expect(lastLines('a\nb\nc\nd', 2, 'log')).toBe('… 2 lines before, see log\nc\nd');
  expect(lastLines('a\nb\n', 2)).toBe('a\nb');
});

test('what the package manager adds to a log is dropped', () => {
  expect(withoutScriptHeader('\n> a@1.0.0 test /a\n> vitest run\n\n\u001b[31mreal\u001b[39m output\n ELIFECYCLE  Command failed\n')).toBe(
    'real output',
  );
});

test('counts with their noun', () => {
  expect([plural(1, 'test'), plural(2, 'test')]).toEqual(['1 test', '2 tests']);
});
