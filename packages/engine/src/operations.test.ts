import { expect, test } from 'vitest';
import { operations } from './operations.js';
import { renderOperationsHeader } from './operations-header.js';

test('the C++ header says the same as the table', async () => {
  await expect(renderOperationsHeader()).toMatchFileSnapshot('../native/operations.h');
});

test('opcodes are unique', () => {
  const opcodes = Object.values(operations).map(({ opcode }) => opcode);
  expect(new Set(opcodes).size).toBe(opcodes.length);
});
