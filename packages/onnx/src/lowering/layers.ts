import { plus } from '../symbolic/dimension.js';
import { activate } from './activations.js';
import type { Name } from './graph-builder.js';
import { type Lowering, single } from './lowering.js';

/** The fused layers, formulas as in `Kernels` of `@prattle/ops`. */
export const layers: Readonly<Record<string, Lowering>> = {
  PrattleLinear: single((call) => {
    const { graph } = call;
    const weight =
      call.attribute('layout') === 'in-out' ? call.input('weight') : graph.node('Transpose', [call.input('weight')], { perm: [1, 0] });
    let y = graph.node('MatMul', [call.input('x'), weight]);
    if (call.has('bias')) y = graph.node('Add', [y, call.input('bias')]);
    y = activate(graph, y, String(call.attribute('activation')));
    return call.has('residual') ? graph.node('Add', [y, call.input('residual')]) : y;
  }),

  // ONNX has the channels before the time: [B, C, T], and the weight as [out, C, taps].
  PrattleCausalConvolution: single((call) => {
    const { graph } = call;
    const [taps, dilation] = [call.number('taps'), call.number('dilation')];
    const [outputs = 0] = call.shape('weight');
    const turned = (x: Name): Name => graph.node('Transpose', [x], { perm: [0, 2, 1] });
    const weight = turned(graph.reshape(call.input('weight'), [outputs, taps, call.length('x', 2)]));
    const inputs = [turned(call.input('x')), weight, ...(call.has('bias') ? [call.input('bias')] : [])];
    return turned(graph.node('Conv', inputs, { dilations: [dilation], kernel_shape: [taps], pads: [(taps - 1) * dilation, 0] }));
  }),

  PrattleEmbedding: single((call) => {
    const { graph } = call;
    const y = graph.node('Gather', [call.input('table'), call.input('ids')], { axis: 0 });
    if (!call.has('positions')) return y;
    const offset = call.number('offset');
    const [start, stop] = [graph.integers([offset]), graph.dimensions([plus(offset, call.length('ids', -1))])];
    return graph.node('Add', [y, graph.node('Slice', [call.input('positions'), start, stop, graph.integers([0])])]);
  }),

  PrattleLayerNorm: single((call) =>
    call.graph.node('LayerNormalization', [call.input('x'), call.input('weight'), ...(call.has('bias') ? [call.input('bias')] : [])], {
      axis: -1,
      epsilon: { float: call.number('epsilon') },
    }),
  ),

  PrattleRmsNorm: single((call) => {
    const { graph } = call;
    const x = call.input('x');
    const meanSquare = graph.node('ReduceMean', [graph.node('Mul', [x, x]), graph.integers([-1])], { keepdims: 1 });
    const root = graph.node('Sqrt', [graph.node('Add', [meanSquare, graph.scalar(call.number('epsilon'))])]);
    return graph.node('Mul', [graph.node('Div', [x, root]), call.input('weight')]);
  }),

  PrattleActivation: single((call) => activate(call.graph, call.input('x'), String(call.attribute('activation')))),

  PrattleAdd: single((call) => call.graph.node('Add', [call.input('a'), call.input('b')])),
};
