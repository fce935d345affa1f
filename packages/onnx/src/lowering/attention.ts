import { type Dimension, isSame, plus } from '../symbolic/dimension.js';
import type { GraphBuilder, Name } from './graph-builder.js';
import { type Lowering, type LoweringCall, single } from './lowering.js';

/** Lower than any score. Finite, so that a query that sees nothing gives an even softmax and no NaN. */
const HIDDEN = -1e30;

/** Attention in matrix products, laid out as in `attentionReference` of `@prattle/ops`. */
export const attention: Readonly<Record<string, Lowering>> = {
  PrattleAttention: single((call) => {
    const { graph } = call;
    const [heads, keyHeads, headWidth] = [call.number('heads'), call.number('keyHeads'), call.number('headWidth')];
    const [batch = 0, queries = 0] = call.outputShape();
    const keys = call.has('packed') ? queries : call.length('k', 1);
    const [q, k, v] = queriesKeysValues(call, heads * headWidth, keyHeads * headWidth);

    // Query heads that share a key head stand one after the other: [B, Hkv, (H / Hkv) · Tq, D].
    const rows: Dimension = times(queries, heads / keyHeads);
    const queryRows = graph.reshape(splitHeads(graph, q, [batch, queries, heads, headWidth]), [batch, keyHeads, rows, headWidth]);
    const keyRows = splitHeads(graph, k, [batch, keys, keyHeads, headWidth], [0, 2, 3, 1]);
    const valueRows = splitHeads(graph, v, [batch, keys, keyHeads, headWidth]);

    const products = graph.node('Mul', [graph.node('MatMul', [queryRows, keyRows]), graph.scalar(call.number('scale'))]);
    const scores = graph.reshape(products, [batch, heads, queries, keys]);
    const weights = maskedSoftmax(call, scores, visibleKeys(call, batch, queries, keys));
    const mixed = graph.node('MatMul', [graph.reshape(weights, [batch, keyHeads, rows, keys]), valueRows]);
    const joined = graph.node('Transpose', [graph.reshape(mixed, [batch, heads, queries, headWidth])], { perm: [0, 2, 1, 3] });
    return graph.reshape(joined, call.outputShape());
  }),
};

function queriesKeysValues(call: LoweringCall, queryWidth: number, keyWidth: number): [Name, Name, Name] {
  if (!call.has('packed')) return [call.input('q'), call.input('k'), call.input('v')];
  const sizes = call.graph.integers([queryWidth, keyWidth, keyWidth]);
  return call.graph.nodeOf('Split', [call.input('packed'), sizes], { axis: 2 }, 3) as [Name, Name, Name];
}

/** [B, T, H·D] to [B, H, T, D], or as the permutation says. */
function splitHeads(graph: GraphBuilder, x: Name, shape: readonly Dimension[], perm: readonly number[] = [0, 2, 1, 3]): Name {
  return graph.node('Transpose', [graph.reshape(x, shape)], { perm });
}

/** bool, broadcastable to [B, H, Tq, Tk]: where a query sees a key. Nothing if every query sees every key. */
function visibleKeys(call: LoweringCall, batch: Dimension, queries: Dimension, keys: Dimension): Name | undefined {
  const { graph } = call;
  const causal = call.attribute('causal') === true;
  if (!causal && !call.has('lengths')) return undefined;
  const range = (start: Dimension, stop: Dimension): Name =>
    graph.node('Range', [graph.scalarDimension(start, 'int32'), graph.scalarDimension(stop, 'int32'), graph.scalar(1, 'int32')]);
  const key = range(0, keys);
  const past = causal
    ? graph.node('LessOrEqual', [key, graph.reshape(range(plus(keys, times(queries, -1)), keys), [queries, 1])])
    : undefined;
  const present = call.has('lengths') ? graph.node('Less', [key, graph.reshape(call.input('lengths'), [batch, 1, 1, 1])]) : undefined;
  return past && present ? graph.node('And', [past, present]) : (past ?? present);
}

function maskedSoftmax(call: LoweringCall, scores: Name, visible: Name | undefined): Name {
  const { graph } = call;
  if (visible === undefined) return graph.node('Softmax', [scores], { axis: -1 });
  const weights = graph.node('Softmax', [graph.node('Where', [visible, scores, graph.scalar(HIDDEN)])], { axis: -1 });
  // Of a sequence with itself, every query sees at least its own key.
  const seesItself =
    call.attribute('causal') === true && !call.has('lengths') && (call.has('packed') || isSame(call.length('q', 1), call.length('k', 1)));
  return seesItself ? weights : graph.node('Where', [visible, weights, graph.scalar(0)]);
}

function times(dimension: Dimension, factor: number): Dimension {
  if (typeof dimension === 'number') return dimension * factor;
  const { batchTime, batch, time, constant } = dimension;
  return { batchTime: batchTime * factor, batch: batch * factor, time: time * factor, constant: constant * factor };
}
