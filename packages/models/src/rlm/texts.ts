import type { Tensor } from '@prattle/core';
import type { ParameterBuilder } from '@prattle/nn';
import { add, div, embedding, fill, matMul, reshape } from '@prattle/ops';

/** The id of padding: what fills a text up to the length of the longest. */
const PADDING = 0;

/** What an empty text's length is taken for: not zero, and nothing beside a length of 1 in float32. */
const EMPTY = 1e-9;

/** Where a batch of rows holds text, and where only padding. */
export interface Texts {
  /** How many characters each text has: float32 [B, 1]. */
  lengths(ids: Tensor): Tensor;
  /** The mean of x [B, T, C] over each text's characters: [B, C]; zeros for a text that is all padding. */
  mean(ids: Tensor, x: Tensor): Tensor;
}

export function createTexts(parameters: ParameterBuilder, vocabularySize: number): Texts {
  // A look-up, which unlike a comparison can be recorded.
  const isText = parameters.constant(new Float32Array(vocabularySize).fill(1).fill(0, PADDING, PADDING + 1), [vocabularySize, 1]);
  const empty = parameters.constant(Float32Array.of(EMPTY), [1]);
  /** The sum of x [B, T, C] over the characters: [B, C]. */
  const sumOver = (ids: Tensor, x: Tensor): Tensor => {
    const [batch = 0, , width = 0] = x.shape;
    return reshape(matMul(embedding(ids, isText), x, true), [batch, width]);
  };
  const lengths = (ids: Tensor): Tensor => sumOver(ids, fill([...ids.shape, 1], 1));
  return { lengths, mean: (ids, x) => div(sumOver(ids, x), add(lengths(ids), empty)) };
}
