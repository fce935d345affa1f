import { decodeText, encodeText } from '@prattle/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveRun } from './resolve.js';
import { registry, tinyRequest, trainAll, withRhyme } from './test/runs.js';
import { verifyRun } from './verify-run.js';

describe('verifyRun', () => {
  let storage: Awaited<ReturnType<typeof withRhyme>>;
  const request = { ...tinyRequest, training: { ...tinyRequest.training, steps: 8, checkpointEvery: 3, clip: 1, evalEvery: 4 } };
  const spec = resolveRun(registry, request);
  beforeAll(async () => {
    storage = await withRhyme();
    await trainAll(storage, request);
  });

  it('finds a run as it was, up to a checkpoint, and writes nothing', async () => {
    const before = await storage.list('run');
    const metrics = await storage.read('run/metrics.jsonl');
    const verified = await verifyRun({ registry, storage, run: 'run', spec, steps: 3 });
    expect(verified).toEqual({ from: 3, steps: 3, arrivedAt: 'run/checkpoints/step-6', differences: [] });
    expect(await verifyRun({ registry, storage, run: 'run', spec, steps: 2 })).toMatchObject({
      from: 6,
      arrivedAt: expect.stringMatching(/best|last/),
    });
    expect(await storage.list('run')).toEqual(before);
    expect(await storage.read('run/metrics.jsonl')).toEqual(metrics);
  });

  it('names what is different', async () => {
    const changed = await withRhyme();
    await trainAll(changed, request);
    const lines = decodeText(await changed.read('run/metrics.jsonl')).split('\n');
    const edited = lines.map((line) => (line.includes('"step":8') ? line.replace(/"loss":[^,]*/, '"loss":9.5') : line));
    await changed.write('run/metrics.jsonl', encodeText(edited.join('\n')));
    const { differences } = await verifyRun({ registry, storage: changed, run: 'run', spec, steps: 2 });
    expect(differences).toMatchObject([{ step: 8, what: 'loss', recorded: 9.5 }]);
  });

  it('says what can be replayed', async () => {
    await expect(verifyRun({ registry, storage, run: 'run', spec, steps: 9 })).rejects.toThrow(/Replay at most 5 steps/);
  });
});
