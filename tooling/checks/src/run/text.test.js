import { expect, test } from 'vitest';
import { lastLines, plural, withoutScriptHeader } from './text.js';

test('long texts lose their beginning and say so', () => {
  expect(lastLines('a\nb\nc\n', 2)).toBe('… and 1 lines above\nb\nc');
  expect(lastLines('a\nb\n', 2)).toBe('a\nb');
});

test('what the package manager adds to a log is dropped', () => {
  expect(withoutScriptHeader('\n> a@1.0.0 test /a\n> vitest run\n\nreal output\n ELIFECYCLE  Command failed\n')).toBe('real output');
});

test('counts with their noun', () => {
  expect([plural(1, 'test'), plural(2, 'test')]).toEqual(['1 test', '2 tests']);
});
