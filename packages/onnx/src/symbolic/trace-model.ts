import { type Model, UsageError } from '@prattle/core';
import { type Trace, trace } from '@prattle/ops/trace';
import type { Size } from './dimension.js';
import { agrees, type GeneralTrace, generalise } from './generalise.js';

/** A model's forward pass, recorded once for inputs of any size. */
export interface ModelTrace extends GeneralTrace {
  readonly input: { readonly dtype: 'int32' | 'float32'; readonly axes: readonly ('batch' | 'time' | number)[] };
  readonly output: 'logits' | 'prediction';
}

/**
 * Records a model's forward pass at several sizes and finds out how its operations depend on the size. Where they depend on
 * the time in another way than by their numbers (a window that must be full), the time is fixed at the context's length.
 *
 * @throws UsageError when the model computes outside the operations of `@prattle/ops`
 */
export function traceModel(model: Model): ModelTrace {
  const { contextLength, inputs = 1, vocabularySize } = model.data;
  const readsTokens = vocabularySize > 0;
  let output: ModelTrace['output'] = 'logits';
  const traceAt = ({ batch, time }: Size): Trace =>
    trace(
      (input) => {
        const { logits, prediction } = model.forward(input);
        const result = logits ?? prediction;
        if (result === undefined) throw noResult(model);
        output = logits ? 'logits' : 'prediction';
        return [result];
      },
      [{ shape: readsTokens ? [batch, time] : [batch, inputs], dtype: readsTokens ? 'int32' : 'float32' }],
    );
  if (readsTokens && contextLength > 1) {
    const general = traceBetween(traceAt, [2, contextLength - 1], [3, contextLength]);
    const times = new Set([1, 2, 3, ...powersOfTwo(contextLength)].filter((time) => time <= contextLength));
    if (general && [...times].every((time) => agrees(general, traceAt({ batch: 1, time }), { batch: 1, time }))) {
      return { ...general, input: { dtype: 'int32', axes: ['batch', 'time'] }, output };
    }
  }
  const general = traceBetween(traceAt, [2, contextLength], [3, contextLength]);
  const single = { batch: 1, time: contextLength };
  if (!general || !agrees(general, traceAt(single), single)) throw unsteady();
  return readsTokens
    ? { ...general, input: { dtype: 'int32', axes: ['batch', contextLength] }, output }
    : { ...general, input: { dtype: 'float32', axes: ['batch', inputs] }, output };
}

function traceBetween(
  traceAt: (size: Size) => Trace,
  [batch, time]: readonly [number, number],
  [batches, times]: readonly [number, number],
): GeneralTrace | undefined {
  return generalise(
    [
      { batch, time },
      { batch: batches, time: times },
    ],
    [
      traceAt({ batch, time }),
      traceAt({ batch: batches, time }),
      traceAt({ batch, time: times }),
      traceAt({ batch: batches, time: times }),
    ],
  );
}

function powersOfTwo(limit: number): number[] {
  return Array.from({ length: Math.floor(Math.log2(limit)) + 1 }, (_, exponent) => 2 ** exponent);
}

function noResult({ task }: Model): UsageError {
  return new UsageError({
    package: 'onnx',
    code: 'not-exportable',
    what: `The model (${task}) gave neither logits nor a prediction`,
    remedy: 'Its forward has to return one of them.',
  });
}

function unsteady(): UsageError {
  return new UsageError({
    package: 'onnx',
    code: 'not-exportable',
    what: 'The model does other operations for other batches',
    remedy: 'Its forward must not depend on the number of rows in any other way than by its shapes.',
  });
}
