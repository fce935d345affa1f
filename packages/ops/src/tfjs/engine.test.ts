import { expect, test } from 'vitest';
import { engineMismatch, inner } from './engine.js';

test('the installed engine is as expected, also before its first tape', () => {
  expect('activeTape' in inner().state).toBe(false);
  expect(engineMismatch(inner())).toBeUndefined();
});

test('an engine of another shape is recognised', () => {
  const current = inner();
  const other = (changes: object) => Object.create(current, Object.getOwnPropertyDescriptors(changes));
  expect(engineMismatch(other({ startTape: undefined }))).toBe('startTape is not a function');
  expect(engineMismatch(other({ state: { ...current.state, gradientDepth: '0' } }))).toBe('state.gradientDepth is not a number');
});
