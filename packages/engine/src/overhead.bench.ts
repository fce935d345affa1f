import { tensor, tidy } from '@prattle/ops';
import { bench, describe } from 'vitest';
import { openShared } from './open.js';
import { MockEngine } from './test/mock-engine.js';
import { makeGpt, notebook } from './testing/gpt.js';

/** Executes nothing, so that all that is measured is JavaScript. */
class IdleEngine extends MockEngine {
  override execute(): void {}
}

describe('JavaScript in one training step of the notebook’s GPT', async () => {
  const backend = await openShared(new IdleEngine(1 << 26), { name: 'idle', device: 'idle', details: {} });
  const gpt = makeGpt(notebook);
  const inputs = gpt.inputs(1);
  const tensors = Object.fromEntries(Object.entries(inputs).map(([name, { values, shape }]) => [name, tensor(values, shape)]));
  const compiled = backend.compile(gpt.step);

  bench('eager', () => tidy(() => void gpt.step(tensors)));
  bench('replayed', () => void compiled.run(inputs));
});
