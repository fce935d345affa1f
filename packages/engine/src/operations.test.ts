import { expect, test } from 'vitest';
import { operations } from './operations.js';
import { renderOperationsHeader, renderTensorOperationsHeader } from './operations-header.js';
import { tensorOperations } from './tensor-operations.js';

test('the C++ headers say the same as the tables', async () => {
  await expect(renderOperationsHeader()).toMatchFileSnapshot('../native/operations.h');
  await expect(renderTensorOperationsHeader()).toMatchFileSnapshot('../native/tensor_operations.h');
});

test('opcodes are unique', () => {
  const opcodes = Object.values({ ...operations, ...tensorOperations }).map(({ opcode }) => opcode);
  expect(new Set(opcodes).size).toBe(Object.keys(operations).length + Object.keys(tensorOperations).length);
});
