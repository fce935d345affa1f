import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { demo, start, waitForStep } from './demo.js';
import { type Tasks, total, traceTasks } from './trace.js';

const site = demo();

/** Seconds of training that are looked at. */
const SECONDS = 3;

// Both are measured in processor time: how long things take by the clock is up to what else the machine does. A core that
// is shared with its other half, or caches that others fill, still add to it, so the least of three counts.
const LEAST_OF_THREE = { retry: 2 };

/** What a new page's threads do during `action`. The page is closed whatever happens: it would go on beside the next attempt. */
async function tasksOf(prepare: (page: Page) => Promise<void>, action: (page: Page) => Promise<void>): Promise<Tasks> {
  const { page, context } = await site.open();
  try {
    await prepare(page);
    return await traceTasks(site.browser, page, () => action(page));
  } finally {
    await context.close();
  }
}

it('has little to do before it speaks', LEAST_OF_THREE, async () => {
  const { main, workers } = await tasksOf(
    async () => {},
    async (page) => {
      await page.goto(site.url);
      await page.locator('.written li').first().waitFor();
    },
  );
  expect(total(workers)).toBeGreaterThan(0);
  expect(total(main) + total(workers)).toBeLessThan(600);
});

it('stays smooth while it trains: no task of the page takes as long as three frames, and few as long as one', LEAST_OF_THREE, async () => {
  let steps = 0;
  const { main } = await tasksOf(
    async (page) => {
      await page.goto(site.url);
      await start(page, { family: 'gru', backend: 'wasm', training: { steps: 100_000, batch: 8, evalEvery: 50, sampleEvery: 50 } });
      await waitForStep(page, 60);
    },
    async (page) => {
      steps = await page.evaluate(watch, SECONDS);
    },
  );
  expect(steps).toBeGreaterThan(0);
  expect(main.length).toBeGreaterThan(20 * SECONDS);
  expect(Math.max(...main)).toBeLessThan(50);
  expect(main.filter((milliseconds) => milliseconds > 16).length).toBeLessThan(SECONDS);
  // What is left of the main thread is for scrolling and typing.
  expect(total(main)).toBeLessThan(0.3 * 1000 * SECONDS);
});

/** Runs in the page: draws frames for a while, and says how many steps the run took meanwhile. */
async function watch(seconds: number): Promise<number> {
  const step = () => Number.parseInt(document.querySelector('[data-fact="step"]')?.textContent ?? '', 10);
  const before = step();
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) await new Promise((resolve) => requestAnimationFrame(resolve));
  return step() - before;
}
