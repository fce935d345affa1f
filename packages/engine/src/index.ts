import type { Backend } from '@prattle/core';
import type { Engine } from './engine.js';
import type { EngineDescription } from './open.js';

export type { Engine, MemoryBlock, OperationCounter } from './engine.js';
export type { EngineDescription } from './open.js';
export { operationsVersion } from './operations.js';

/**
 * Opens a backend on an engine and makes it tfjs's current one. tfjs has one backend of a name: who opens it again gets
 * the same tensors on the new engine, and it goes when the last one closes it.
 */
export async function openEngine(engine: Engine, description: EngineDescription): Promise<Backend> {
  // Only now: importing tfjs's JavaScript backend registers it.
  const { openShared } = await import('./open.js');
  return openShared(engine, description);
}
