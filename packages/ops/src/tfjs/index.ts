/**
 * The one door to tfjs-core: what backends need of it. Everything comes from the one installed tfjs-core, whose engine
 * and registries live on the global object.
 */
export {
  type backend_util,
  buffer,
  copyRegisteredKernels,
  DataStorage,
  type DataType,
  engine,
  env,
  getBackend,
  getGradient,
  getKernel,
  getKernelsForBackend,
  grads,
  KernelBackend,
  type KernelConfig,
  type KernelFunc,
  memory as tfjsMemory,
  type NamedTensorInfoMap,
  registerBackend,
  registerGradient,
  registerKernel,
  removeBackend,
  setBackend,
  Tensor as TfjsTensor,
  type TensorInfo,
  type TypedArray,
  unregisterKernel,
  util,
  Variable as TfjsVariable,
} from '@tensorflow/tfjs-core';
export type { PrattleKernelBackend } from './backend.js';
export { eagerStep } from './eager-step.js';
export { type DataId, type EngineInternals, engineIsKnown, engineMismatch, inner, type TapeNode } from './engine.js';
export { type ForeignBackend, openForeignBackend } from './foreign-backend.js';
export { install, quieten } from './install.js';
export { RecordedStep, type Recording, type RecordingBackend, type StepRecorder } from './recorded-step.js';
