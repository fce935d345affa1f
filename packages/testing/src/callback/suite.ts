import { type CallbackPlugin, memoryStorage, type Storage, type TrainingEvent } from '@prattle/core';
import { describe, expect, it } from 'vitest';

export interface CallbackSuiteOptions {
  /** Settings to test with, by a name for the report. Default: the plugin's defaults. */
  readonly variants?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const RUN = 'runs/a';

/**
 * Tests a callback: it listens to whatever a run says, leaves it as it is, and writes nowhere but into the run's folder, also
 * when the run is killed and goes on.
 *
 * @example
 * callbackSuite(myLog, { variants: { defaults: {}, seldom: { every: 10 } } });
 */
export function callbackSuite(plugin: CallbackPlugin, { variants = { defaults: {} } }: CallbackSuiteOptions = {}): void {
  describe.each(Object.entries(variants))(`callback ${plugin.name}, %s`, (_name, settings) => {
    async function listen(storage: Storage, events: readonly TrainingEvent[], resumed: boolean): Promise<void> {
      const callback = plugin.create(plugin.config.parse(settings), { storage, run: RUN, resumed });
      for (const event of events) await callback(event, { stop: () => {} });
    }

    it('listens to a whole run and leaves its events as they are', async () => {
      const events = session(0, 300, true);
      const before = structuredClone(events);
      await listen(memoryStorage(), events, false);
      expect(events).toEqual(before);
    });

    it('writes into the folder of the run and nowhere else', async () => {
      const storage = memoryStorage();
      await listen(storage, session(0, 300, true), false);
      const outside = (await storage.list('')).filter((name) => name !== 'runs');
      expect([...outside, ...(await storage.list('runs')).filter((name) => name !== 'a')]).toEqual([]);
    });

    it('goes on with a run that was killed, and with one that it has not heard before', async () => {
      const storage = memoryStorage();
      await listen(storage, session(0, 150, false), false);
      await listen(storage, session(100, 300, true), true);
      await listen(memoryStorage(), session(100, 300, true), true);
    });

    it('serves several runs at once', async () => {
      const storage = memoryStorage();
      await Promise.all([listen(storage, session(0, 40, true), false), listen(memoryStorage(), session(0, 40, true), false)]);
    });
  });
}

/** What a run says from one step to another: with evaluations, samples and checkpoints, to its end or to where it is killed. */
function session(first: number, last: number, ends: boolean): TrainingEvent[] {
  const events: TrainingEvent[] = [{ type: 'start', step: first, steps: last, parameters: 10, backend: 'none', device: 'none' }];
  for (let step = first + 1; step <= last; step++) {
    const norm = step % 2 === 0 ? {} : { gradientNorm: 1 / step };
    events.push({ type: 'step', step, loss: 1 / step, learningRate: 0.1, tokensPerSecond: 100, seconds: step, ...norm });
    if (step % 50 !== 0) continue;
    events.push({ type: 'eval', step, losses: { train: 1 / step, validation: 2 / step }, best: true });
    events.push({ type: 'sample', step, text: 'a line\nand "another", ünïcödé 🙂' });
    events.push({ type: 'checkpoint', step, kind: 'last', path: `${RUN}/checkpoints/last` });
  }
  if (ends) events.push({ type: 'done', step: last, reason: 'finished', seconds: last, finalLosses: { train: 1 / last } });
  return events;
}
