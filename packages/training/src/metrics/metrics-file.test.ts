import { decodeText, encodeText, memoryStorage, type Storage, type TrainingEvent } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { createMetricsFile } from './metrics-file.js';

const PATH = 'runs/a/metrics.jsonl';

const start = (step: number): TrainingEvent => ({ type: 'start', step, steps: 10, parameters: 3, backend: 'cpu', device: 'test' });
const done = (step: number): TrainingEvent => ({ type: 'done', step, reason: 'finished', seconds: 1, finalLosses: {} });
const step = (number: number, loss = 1): TrainingEvent => ({
  type: 'step',
  step: number,
  loss,
  learningRate: 0.1,
  tokensPerSecond: 5,
  seconds: 1,
});

async function lines(storage: Storage): Promise<{ type: string; step: number; loss?: number }[]> {
  const text = decodeText(await storage.read(PATH));
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe('createMetricsFile', () => {
  it('writes every event as a line', async () => {
    const storage = memoryStorage();
    const metrics = createMetricsFile({ storage, path: PATH });
    const events = [start(0), ...Array.from({ length: 1000 }, (_, index) => step(index + 1)), done(1000)];
    for (const event of events) await metrics.record(event);
    expect(await lines(storage)).toEqual(events);
  });

  it('writes what it has kept back when it is flushed', async () => {
    const storage = memoryStorage();
    const metrics = createMetricsFile({ storage, path: PATH });
    for (const event of [start(0), step(1)]) await metrics.record(event);
    expect(await lines(storage)).toHaveLength(1);
    await metrics.flush();
    expect(await lines(storage)).toHaveLength(2);
  });

  it('starts anew where a run starts anew', async () => {
    const storage = memoryStorage();
    await storage.write(PATH, encodeText('{"type":"done","step":5}\n'));
    await createMetricsFile({ storage, path: PATH }).record(start(0));
    expect(await lines(storage)).toEqual([start(0)]);
  });

  it('goes on after the step that a run resumes from, without half a line of a killed session', async () => {
    const storage = memoryStorage();
    const before = [start(0), step(1), step(2, 7), step(3, 8)].map((event) => `${JSON.stringify(event)}\n`).join('');
    await storage.write(PATH, encodeText(`${before}{"type":"step","st`));
    const metrics = createMetricsFile({ storage, path: PATH, resume: true });
    for (const event of [start(2), step(3, 9), done(3)]) await metrics.record(event);
    expect((await lines(storage)).map(({ type, step, loss }) => [type, step, loss])).toEqual([
      ['start', 0, undefined],
      ['step', 1, 1],
      ['step', 2, 7],
      ['start', 2, undefined],
      ['step', 3, 9],
      ['done', 3, undefined],
    ]);
  });
});
