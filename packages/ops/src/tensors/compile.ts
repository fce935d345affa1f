import type { CompiledStep, StepFunction } from '@prattle/core';
import type { PrattleKernelBackend } from '../tfjs/backend.js';
import { eagerStep } from '../tfjs/eager-step.js';
import { inner } from '../tfjs/engine.js';

/**
 * `Backend.compile` of the backend that operations run on now: recorded once and replayed, where the backend can. For
 * code that is handed no backend, such as a model's decoder.
 */
export function compile(step: StepFunction): CompiledStep {
  const backend = inner().backend as PrattleKernelBackend;
  return backend.compile?.(step) ?? eagerStep(step, 'This backend records nothing');
}
