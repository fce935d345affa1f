import { expect, it } from 'vitest';
import { demo, start, waitForStep } from './demo.js';

const site = demo();

/** Seconds of training that are looked at. */
const SECONDS = 3;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly tid: number;
  readonly pid: number;
  /** Microseconds of processor time: what a task takes of a machine that has nothing else to do. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

// Tasks are measured in processor time: how long they take by the clock is up to what else the machine does.
it('stays smooth while it trains: no task of the page takes as long as three frames, and few as long as one', async () => {
  const { page, context } = await site.open();
  await page.goto(site.url);
  await start(page, { family: 'gru', backend: 'wasm', training: { steps: 100_000, batch: 8, evalEvery: 50, sampleEvery: 50 } });
  await waitForStep(page, 60);
  await site.browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  const steps = await page.evaluate(watch, SECONDS);
  const trace = JSON.parse((await site.browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const tasks = mainThreadTasks(trace.traceEvents);
  expect(steps).toBeGreaterThan(0);
  expect(tasks.length).toBeGreaterThan(20 * SECONDS);
  expect(Math.max(...tasks)).toBeLessThan(50);
  expect(tasks.filter((milliseconds) => milliseconds > 16).length).toBeLessThan(SECONDS);
  // What is left of the main thread is for scrolling and typing.
  expect(tasks.reduce((sum, milliseconds) => sum + milliseconds, 0)).toBeLessThan(0.3 * 1000 * SECONDS);
  await context.close();
});

/** Runs in the page: draws frames for a while, and says how many steps the run took meanwhile. */
async function watch(seconds: number): Promise<number> {
  const step = () => Number.parseInt(document.querySelector('[data-fact="step"]')?.textContent ?? '', 10);
  const before = step();
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) await new Promise((resolve) => requestAnimationFrame(resolve));
  return step() - before;
}

/** Milliseconds of processor time of each task on the main thread of the page. */
function mainThreadTasks(events: readonly TraceEvent[]): number[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  return events
    .filter(({ name, tid, pid }) => name === 'RunTask' && mains.some((main) => main.tid === tid && main.pid === pid))
    .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1000]));
}
