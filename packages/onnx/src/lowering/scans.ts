import type { GraphBuilder, Name } from './graph-builder.js';
import type { Lowering, LoweringCall } from './lowering.js';

/** The states after a position, the output first, from what the inputs add and the states before. */
type Cell = (body: GraphBuilder, xt: Name, states: readonly Name[]) => readonly Name[];

/**
 * The recurrent cells as ONNX's Scan: the formulas of `rnnScan`, `gruScan` and `lstmScan` of `@prattle/ops`, run for every
 * position.
 */
export const scans: Readonly<Record<string, Lowering>> = {
  PrattleRnnScan(call) {
    const fromState = product(call);
    return scan(call, ['start'], (body, xt, [h = '']) => [body.node('Tanh', [body.node('Add', [xt, fromState(body, h)])])]).slice(0, 1);
  },

  PrattleGruScan(call) {
    const cell = call.attribute('form') === 'reset-before' ? resetBefore(call) : resetAfter(call);
    return scan(call, ['start'], cell).slice(0, 1);
  },

  PrattleLstmScan(call) {
    const fromState = product(call);
    const [outputs = '', , cell = ''] = scan(call, ['start', 'cell'], (body, xt, [h = '', c = '']) => {
      const [i = '', f = '', g = '', o = ''] = parts(body, body.node('Add', [xt, fromState(body, h)]), 4);
      const kept = body.node('Mul', [body.node('Sigmoid', [f]), c]);
      const next = body.node('Add', [kept, body.node('Mul', [body.node('Sigmoid', [i]), body.node('Tanh', [g])])]);
      return [body.node('Mul', [body.node('Sigmoid', [o]), body.node('Tanh', [next])]), next];
    });
    return [outputs, cell];
  },
};

/** @returns the output at every position, then the last states */
function scan(call: LoweringCall, states: readonly string[], cell: Cell): Name[] {
  const { graph } = call;
  const before = states.map((state) => graph.fresh(state));
  const xt = graph.fresh('x');
  const info = (name: Name) => ({ name, type: 'float32' as const });
  const body = graph.subgraph('cell', [...before, xt].map(info), (inner) => {
    const after = cell(inner, xt, before);
    return [...after, inner.node('Identity', after.slice(0, 1))].map(info);
  });
  const inputs = [...states, 'x'].map((name) => call.input(name));
  const results = graph.nodeOf(
    'Scan',
    inputs,
    { body, num_scan_inputs: 1, scan_input_axes: [1], scan_output_axes: [1] },
    states.length + 1,
  );
  return [...results.slice(-1), ...results.slice(0, -1)];
}

/** Update and reset gate first, the candidate from the reset state. */
function resetBefore(call: LoweringCall): Cell {
  const { graph } = call;
  const hidden = call.length('weight', 1) as number;
  const rows = (name: string, start: number, stop: number): Name =>
    graph.node('Slice', [call.input(name), graph.integers([start]), graph.integers([stop]), graph.integers([0])]);
  const bias = (start: number, stop: number) => (call.has('bias') ? rows('bias', start, stop) : undefined);
  const gates = productOf(graph, rows('weight', 0, 2 * hidden), bias(0, 2 * hidden));
  const candidate = productOf(graph, rows('weight', 2 * hidden, 3 * hidden), bias(2 * hidden, 3 * hidden));
  return (body, xt, [h = '']) => {
    const [xz = '', xr = '', xn = ''] = parts(body, xt, 3);
    const [uz = '', ur = ''] = parts(body, gates(body, h), 2);
    const z = body.node('Sigmoid', [body.node('Add', [xz, uz])]);
    const r = body.node('Sigmoid', [body.node('Add', [xr, ur])]);
    const n = body.node('Tanh', [body.node('Add', [xn, candidate(body, body.node('Mul', [r, h]))])]);
    return [body.node('Add', [h, body.node('Mul', [z, body.node('Sub', [n, h])])])];
  };
}

/** As torch.nn.GRU: the reset gate acts on the product. */
function resetAfter(call: LoweringCall): Cell {
  const fromState = product(call);
  return (body, xt, [h = '']) => {
    const [xr = '', xz = '', xn = ''] = parts(body, xt, 3);
    const [ur = '', uz = '', un = ''] = parts(body, fromState(body, h), 3);
    const r = body.node('Sigmoid', [body.node('Add', [xr, ur])]);
    const z = body.node('Sigmoid', [body.node('Add', [xz, uz])]);
    const n = body.node('Tanh', [body.node('Add', [xn, body.node('Mul', [r, un])])]);
    return [body.node('Add', [n, body.node('Mul', [z, body.node('Sub', [h, n])])])];
  };
}

type Product = (body: GraphBuilder, h: Name) => Name;

/** h · weightᵀ + bias of the whole operation. */
function product(call: LoweringCall): Product {
  return productOf(call.graph, call.input('weight'), call.has('bias') ? call.input('bias') : undefined);
}

function productOf(graph: GraphBuilder, weight: Name, bias: Name | undefined): Product {
  // Turned outside of the body: once, not at every position.
  const turned = graph.node('Transpose', [weight], { perm: [1, 0] });
  return (body, h) => {
    const y = body.node('MatMul', [h, turned]);
    return bias === undefined ? y : body.node('Add', [y, bias]);
  };
}

function parts(body: GraphBuilder, x: Name, count: number): Name[] {
  return body.nodeOf('Split', [x], { axis: -1, num_outputs: count }, count);
}
