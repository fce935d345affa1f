import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { Tensor } from '@prattle/core';
import { readSync } from '@prattle/ops';
import { expect, it } from 'vitest';
import { mockModel } from '../test/mock-model.js';
import { windowDecoder } from './window-decoder.js';

useTfjsCpu();

function take(logits: Tensor): number[] {
  const values = [...readSync(logits)];
  logits.dispose();
  return values;
}

it('remembers no more than the context', () => {
  const decoder = windowDecoder(mockModel({ contextLength: 3 }), 2);
  take(decoder.prefill(0, Int32Array.of(1, 2, 3, 4)));
  expect([decoder.length(0), decoder.length(1)]).toEqual([3, 0]);
});

it('copies, resets and steps the slots that are named', () => {
  const decoder = windowDecoder(mockModel(), 3);
  take(decoder.prefill(0, Int32Array.of(1, 2)));
  take(decoder.prefill(1, Int32Array.of(5)));
  decoder.copy(0, 2);
  const [same, other] = [take(decoder.step(Int32Array.of(4), [2])), take(decoder.step(Int32Array.of(4), [1]))];
  expect(take(decoder.step(Int32Array.of(4), [0]))).toEqual(same);
  expect(other).not.toEqual(same);
  decoder.reset(0);
  take(decoder.prefill(0, Int32Array.of(5)));
  expect(take(decoder.step(Int32Array.of(4), [0]))).toEqual(other);
});

it('names a slot that is not there', () => {
  expect(() => windowDecoder(mockModel(), 2).length(2)).toThrow(/no slot 2 in a decoder with 2/);
});
