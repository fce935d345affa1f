import type { CompiledStep, StepFunction } from '@prattle/core';
import type { backend_util, KernelBackend } from '@tensorflow/tfjs-core';
import type { DataId } from './engine.js';

/** What a Prattle backend may offer beyond tfjs's `KernelBackend`. */
export interface PrattleKernelBackend extends KernelBackend {
  /** Overwrites a tensor's data where it is; the storage does not move. */
  writeInto?(dataId: DataId, values: backend_util.BackendValues): void;
  /** `Backend.compile`, for what knows no backend: see `compile` of `@prattle/ops`. */
  compile?(step: StepFunction): CompiledStep;
}
