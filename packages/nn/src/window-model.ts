import type { DataDescription, ForwardOptions, Model, Tensor } from '@prattle/core';
import { nextTokenResult } from './losses.js';
import type { ParameterCollection } from './parameters.js';
import { createWindowDecoder, lastPositions } from './windows.js';

export interface WindowModelOptions {
  readonly data: DataDescription;
  readonly parameters: ParameterCollection;
  /** How many tokens back the model looks. Default: the whole context. */
  readonly window?: number;
  /** ids int32 [B, T] → [B, T, V] */
  logits(ids: Tensor, options: ForwardOptions): Tensor;
  /** The logits [n, V] after rows int32 [n, L] of these lengths. Default: those of `logits` at the rows' last positions. */
  lastLogits?(ids: Tensor, lengths: readonly number[]): Tensor;
}

/** A next-token model that is a function of the tokens in a window: it remembers nothing else from one token to the next. */
export function createWindowModel({ data, parameters, window = data.contextLength, logits, lastLogits }: WindowModelOptions): Model {
  const last = lastLogits ?? ((ids: Tensor, lengths: readonly number[]): Tensor => lastPositions(logits(ids, {}), lengths));
  return {
    task: 'next-token',
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    forward: (ids, options = {}) => nextTokenResult(logits(ids, options), options.targets),
    decoder: (slots) => createWindowDecoder({ slots, contextLength: window, logits: last }),
    dispose: parameters.dispose,
  };
}
