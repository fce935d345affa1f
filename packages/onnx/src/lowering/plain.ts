import { isSame, plus } from '../symbolic/dimension.js';
import { elementType, type Name } from './graph-builder.js';
import { type Lowering, type LoweringCall, single } from './lowering.js';

/** An operator of ONNX that does the same on the same inputs. */
function same(operator: string, ...inputs: readonly string[]): Lowering {
  return single((call) =>
    call.graph.node(
      operator,
      inputs.map((name) => call.input(name)),
    ),
  );
}

const ofTwo = (operator: string): Lowering => same(operator, 'a', 'b');

function reduction(operator: string): Lowering {
  return single((call) => {
    const axes = call.graph.integers(call.dimensions('axes') as readonly number[]);
    return call.graph.node(operator, [call.input('x'), axes], { keepdims: call.attribute('keepDims') === true ? 1 : 0 });
  });
}

const reshaped = (input: string): Lowering => single((call) => call.graph.reshape(call.input(input), call.outputShape()));

/** tfjs's own operations, as far as models use them. */
export const plain: Readonly<Record<string, Lowering>> = {
  ...Object.fromEntries(
    ['Abs', 'Erf', 'Exp', 'Log', 'Neg', 'Relu', 'Sigmoid', 'Softplus', 'Sqrt', 'Tanh'].map((name) => [name, same(name, 'x')]),
  ),
  Rsqrt: single((call) => call.graph.node('Reciprocal', [call.graph.node('Sqrt', [call.input('x')])])),
  Square: same('Mul', 'x', 'x'),
  Add: ofTwo('Add'),
  Sub: ofTwo('Sub'),
  Multiply: ofTwo('Mul'),
  RealDiv: ofTwo('Div'),
  Pow: ofTwo('Pow'),
  Maximum: ofTwo('Max'),
  Minimum: ofTwo('Min'),
  Equal: ofTwo('Equal'),
  NotEqual: single((call) => call.graph.node('Not', [call.graph.node('Equal', [call.input('a'), call.input('b')])])),
  Greater: ofTwo('Greater'),
  GreaterEqual: ofTwo('GreaterOrEqual'),
  Less: ofTwo('Less'),
  LessEqual: ofTwo('LessOrEqual'),
  LogicalAnd: ofTwo('And'),
  Select: same('Where', 'condition', 't', 'e'),
  Softmax: single((call) => call.graph.node('Softmax', [call.input('logits')], { axis: -1 })),
  LogSoftmax: single((call) => call.graph.node('LogSoftmax', [call.input('logits')], { axis: -1 })),
  Sum: reduction('ReduceSum'),
  Mean: reduction('ReduceMean'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  ArgMax: single((call) =>
    call.graph.cast(call.graph.node('ArgMax', [call.input('x')], { axis: call.number('axis'), keepdims: 0 }), 'int32'),
  ),
  BatchMatMul: single((call) => {
    const side = (name: 'a' | 'b', turned: boolean): Name => {
      if (!turned) return call.input(name);
      const rank = call.shape(name).length;
      const perm = [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
      return call.graph.node('Transpose', [call.input(name)], { perm });
    };
    return call.graph.node('MatMul', [side('a', call.attribute('transposeA') === true), side('b', call.attribute('transposeB') === true)]);
  }),
  Cast: single((call) => call.graph.cast(call.input('x'), elementType(call.outputType()))),
  OneHot: single((call) => {
    const { graph } = call;
    const classes = graph.node('Range', [
      graph.scalar(0, 'int32'),
      graph.scalarDimension(call.number('depth'), 'int32'),
      graph.scalar(1, 'int32'),
    ]);
    const indices = graph.node('Unsqueeze', [call.input('indices'), graph.integers([-1])]);
    return graph.cast(graph.node('Equal', [indices, classes]), elementType(call.outputType()));
  }),
  GatherV2: single((call) => call.graph.node('Gather', [call.input('x'), call.input('indices')], { axis: call.number('axis') })),
  Concat: single((call) => call.graph.node('Concat', call.inputs(), { axis: call.number('axis') })),
  Pack: single((call) => {
    const axis = call.number('axis');
    const parts = call.inputs().map((part) => call.graph.node('Unsqueeze', [part, call.graph.integers([axis])]));
    return call.graph.node('Concat', parts, { axis });
  }),
  SplitV(call) {
    const sizes = call.dimensions('sizes');
    return call.graph.nodeOf('Split', [call.input('x'), call.graph.dimensions(sizes)], { axis: call.number('axis') }, sizes.length);
  },
  Slice: single(slice),
  Reshape: reshaped('x'),
  ExpandDims: reshaped('input'),
  Transpose: single((call) => call.graph.node('Transpose', [call.input('x')], { perm: call.dimensions('perm') as readonly number[] })),
  Tile: single((call) => call.graph.node('Tile', [call.input('x'), call.graph.dimensions(call.dimensions('reps'))])),
  Fill: single((call) => {
    const value = call.graph.scalar(call.number('value'), elementType(call.outputType()));
    return call.graph.node('Expand', [value, call.graph.dimensions(call.outputShape())]);
  }),
  Range: single((call) => {
    const { graph } = call;
    const type = elementType(call.outputType());
    const bound = (name: string): Name => {
      const whole = graph.scalarDimension(call.attribute(name) as number, 'int32');
      return type === 'int32' ? whole : graph.cast(whole, type);
    };
    return graph.node('Range', [bound('start'), bound('stop'), bound('step')]);
  }),
};

/** Only the axes that are cut. */
function slice(call: LoweringCall): Name {
  const { graph } = call;
  const [begin, size, shape] = [call.dimensions('begin'), call.dimensions('size'), call.shape('x')];
  const axes = shape.flatMap((length, axis) => (isSame(length, size[axis] ?? 0) ? [] : [axis]));
  if (axes.length === 0) return graph.node('Identity', [call.input('x')]);
  const starts = axes.map((axis) => begin[axis] ?? 0);
  const stops = axes.map((axis) => plus(begin[axis] ?? 0, size[axis] ?? 0));
  return graph.node('Slice', [call.input('x'), graph.dimensions(starts), graph.dimensions(stops), graph.integers(axes)]);
}
