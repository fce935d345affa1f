export type { Trace, TracedConstant, TracedNode, TracedValue, ValueId } from './graph.js';
export { RECORDED_KERNELS } from './shapes.js';
export { type TraceInput, trace } from './trace.js';
