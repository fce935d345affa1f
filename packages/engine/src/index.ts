import type { Backend } from '@prattle/core';
import type { Engine } from './engine.js';
import type { EngineDescription, EngineOptions } from './open.js';

export type { CapturedCommands, Engine, MemoryBlock, OperationCounter, Transfers } from './engine.js';
export type { EngineDescription, EngineOptions } from './open.js';
export { operationsVersion } from './operations.js';
export { tensorOperationsVersion } from './tensor-operations.js';

/**
 * Opens a backend on an engine and makes it tfjs's current one. tfjs has one backend of a name: who opens it again gets
 * the same tensors on the new engine, and it goes when the last one closes it.
 */
export async function openEngine(engine: Engine, description: EngineDescription, options?: EngineOptions): Promise<Backend> {
  // Only now: a program that has a backend to choose from need not load them all.
  const { openShared } = await import('./open.js');
  return openShared(engine, description, options);
}
