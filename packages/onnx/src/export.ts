import type { Model } from '@prattle/core';
import { read } from '@prattle/ops';
import { bytesOf, elementType, GraphBuilder, type Name } from './lowering/graph-builder.js';
import { LoweringCall } from './lowering/lowering.js';
import { lowerings } from './lowering/table.js';
import { encodeModel } from './protobuf/onnx.js';
import { type ModelTrace, traceModel } from './symbolic/trace-model.js';

export interface OnnxOptions {
  /** Texts to store with the model, by name. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface OnnxFile {
  readonly bytes: Uint8Array;
  /** `input_ids` int64, or `input` float32. Axes that have a name may have any length. */
  readonly input: { readonly name: string; readonly shape: readonly (string | number)[] };
  /** float32, `logits` or `prediction`. */
  readonly output: { readonly name: string };
}

/**
 * A model as an ONNX file: what its forward pass does, outside training. Every operation of `@prattle/ops` has its
 * counterpart, so whatever is written in them can be exported, a plugin's model as well. The batch may have any size, and
 * the time any length up to the context, unless the model's operations depend on it.
 *
 * @throws UsageError when the model computes outside the operations of `@prattle/ops`
 */
export async function exportOnnx(model: Model, { metadata = {} }: OnnxOptions = {}): Promise<OnnxFile> {
  const trace = traceModel(model);
  const isTokens = trace.input.dtype === 'int32';
  const input = isTokens ? 'input_ids' : 'input';
  const graph = new GraphBuilder(input);
  const names = new Map<number, Name>();
  // Token ids are int64 everywhere else; Prattle's operations have int32.
  for (const id of trace.inputs) names.set(id, isTokens ? graph.cast(input, 'int32') : input);
  await addConstants(graph, trace, model, names);
  for (const node of trace.nodes) {
    const call = new LoweringCall(graph, node, trace, names);
    const lower = lowerings[node.kernel];
    if (lower === undefined) throw call.unsupported('it is not known');
    const outputs = lower(call);
    for (const [index, id] of node.outputs.entries()) names.set(id, outputs[index] ?? '');
  }
  const [outputId = 0] = trace.outputs;
  const output = trace.output;
  graph.alias(names.get(outputId) ?? '', output);
  const shape = trace.input.axes;
  const finished = graph.finish(
    'prattle',
    [{ name: input, type: isTokens ? 'int64' : 'float32', shape }],
    [{ name: output, type: 'float32', shape: outputShape(trace, outputId) }],
  );
  return { bytes: encodeModel({ graph: finished, metadata }), input: { name: input, shape }, output: { name: output } };
}

async function addConstants(
  graph: GraphBuilder,
  trace: ModelTrace,
  { parameters, buffers }: Model,
  names: Map<number, Name>,
): Promise<void> {
  const stored = new Map<object, string>([
    ...Array.from(parameters.values(), ({ name, value }) => [value, name] as const),
    ...Array.from(buffers, ([name, value]) => [value, name] as const),
  ]);
  const used = new Set(trace.nodes.flatMap(({ inputs }) => Object.values(inputs)));
  for (const [id, constant] of trace.constants) {
    const value = trace.values[id];
    if (!used.has(id) || value === undefined) continue;
    const type = elementType(value.dtype);
    const values = 'tensor' in constant ? await read(constant.tensor) : constant.values;
    const known = 'tensor' in constant ? stored.get(constant.tensor) : undefined;
    // A parameter may be called as the output is.
    const name = known === undefined ? graph.fresh('constant') : known === trace.output ? `${known}.value` : known;
    names.set(id, graph.initialiser({ name, type, shape: value.shape as readonly number[], data: bytesOf(values, type) }));
  }
}

function outputShape(trace: ModelTrace, id: number): (string | number)[] {
  const shape = trace.values[id]?.shape ?? [];
  return shape.map((length, axis) => (typeof length === 'number' ? length : (['batch', 'time'][axis] ?? 'length')));
}
