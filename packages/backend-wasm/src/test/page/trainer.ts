import type { Backend } from '@prattle/core';
import backendWasm from '../../index.js';
import { timeNotebook, trainAll } from '../trainings.js';

export interface Question {
  readonly threads: number;
  /** Steps to time, after the trainings. */
  readonly timed: number;
}

export interface Answer {
  readonly isolated: boolean;
  readonly details: Backend['details'];
  readonly losses: Record<string, number[]>;
  /** Milliseconds. */
  readonly notebook: number;
}

self.onmessage = async ({ data: { threads, timed } }: MessageEvent<Question>) => {
  const [plugin] = backendWasm().backends ?? [];
  const backend = (await plugin?.open({ threads })) as Backend;
  const answer: Answer = {
    isolated: crossOriginIsolated,
    details: backend.details,
    losses: trainAll(backend),
    notebook: timeNotebook(backend, timed),
  };
  self.postMessage(answer);
};
