export { relu, sigmoid, tanh } from './activation/activation.js';
export { attention, attentionPacked, attentionWeights } from './attention/attention.js';
export type { AttentionOptions } from './attention/options.js';
export { type CausalConvolutionOptions, causalConvolution } from './causal-convolution/causal-convolution.js';
export { type CrossEntropyOptions, crossEntropy } from './cross-entropy/cross-entropy.js';
export { dropout } from './dropout/dropout.js';
export { type EmbeddingOptions, embedding } from './embedding/embedding.js';
export type { Activation, AttentionAttributes, GruForm, KernelFunction, KernelName, Kernels, LinearLayout } from './kernels.js';
export { type LinearOptions, linear } from './linear/linear.js';
export { type BatchNormOptions, batchNorm, type RunningStatistics } from './normalization/batch-norm.js';
export { layerNorm, type NormOptions } from './normalization/layer-norm.js';
export { rmsNorm } from './normalization/rms-norm.js';
export { type AdamStep, adamStep } from './optimizer/adam-step.js';
export { type AverageStep, averageStep } from './optimizer/average-step.js';
export { clipValues } from './optimizer/clip-values.js';
export { globalNorm } from './optimizer/global-norm.js';
export { type MuonStep, muonStep } from './optimizer/muon-step.js';
export { type SgdStep, sgdStep } from './optimizer/sgd-step.js';
export {
  add,
  div,
  equal,
  greater,
  less,
  matMul,
  maximum,
  minimum,
  mul,
  type Operand,
  pow,
  sub,
  where,
} from './plain/arithmetic.js';
export { abs, exp, log, logSoftmax, neg, softmax, softplus, sqrt, square } from './plain/functions.js';
export { gather } from './plain/gather.js';
export { type Axes, argMax, max, mean, min, sum } from './plain/reduction.js';
export { cast, clone, concat, oneHot, reshape, slice, split, stack, transpose } from './plain/shape.js';
export { shiftRight } from './plain/shift.js';
export { residualAdd } from './residual-add/residual-add.js';
export { type GruScanOptions, gruScan } from './scan/gru-scan.js';
export { type LstmMemory, lstmScan } from './scan/lstm-scan.js';
export { rnnScan } from './scan/rnn-scan.js';
export type { ScanOptions } from './scan/shapes.js';
export { noGradient, type ValueAndGradients, valueAndGradients } from './tape/value-and-gradients.js';
export { compile } from './tensors/compile.js';
export { fill, type HostValues, ones, range, scalar, tensor, variable, zeros } from './tensors/create.js';
export { currentBackend, memory } from './tensors/current.js';
export { dispose, isTensor, keep, type TensorContainer, tidy } from './tensors/lifetime.js';
export { read, readSync, type TensorValues, writeInto } from './tensors/transfer.js';
export { install } from './tfjs/install.js';
export { withoutStorage } from './tfjs/without-storage.js';
export { writeRows } from './write-rows/write-rows.js';
