import type { Backend } from '@prattle/core';
import { engine } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import { openShared } from '../open.js';
import { MockEngine } from './mock-engine.js';

export interface MockBackend {
  readonly engine: MockEngine;
  readonly open: Backend;
  /** The tfjs backend behind it. */
  readonly inside: PrattleBackend;
}

/** Opens the backend on the mock engine. */
export async function openMock(): Promise<MockBackend> {
  const mock = new MockEngine();
  const open = await openShared(mock, { name: 'mock', device: 'mock', details: {} });
  return { engine: mock, open, inside: engine().backend as PrattleBackend };
}
