import { softwareWebGpu } from '@prattle/tooling-browser';
import { expect, it } from 'vitest';
import { demo, fact, start, waitForPhase, waitForStep } from './demo.js';

const site = demo(softwareWebGpu);

it('trains a GRU on names with WebGPU until it has learnt', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(site.url);
  await start(page, {
    family: 'gru',
    backend: 'webgpu',
    training: { steps: 60, batch: 16, learningRate: 0.02, evalEvery: 60, sampleEvery: 30 },
  });
  await waitForPhase(page, 'done', 120_000);
  expect(await fact(page, 'validation')).toBeLessThan(2.8);
  expect(await page.getByText('(webgpu)').count()).toBe(1);
  expect(await page.locator('.samples .token').count()).toBeGreaterThan(1);
  expect(problems).toEqual([]);
  await context.close();
});

it('trains a transformer on names with WebGPU until it has learnt', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(site.url);
  const model = { layers: 1, heads: 2, width: 16 };
  const training = { steps: 60, batch: 16, learningRate: 0.02, evalEvery: 60, sampleEvery: 60 };
  await start(page, { family: 'transformer', preset: '', backend: 'webgpu', model, training });
  await waitForPhase(page, 'done', 120_000);
  expect(await fact(page, 'validation')).toBeLessThan(2.8);
  expect(problems).toEqual([]);
  await context.close();
});

it('passes over a graphics adapter that the processor plays, and says so', async () => {
  const { page, context } = await site.open();
  await page.goto(`${site.url}#train`);
  await page.getByText('Why wasm?').click();
  const reasons = await page.locator('.reasons li').allTextContents();
  expect(reasons.find((reason) => reason.startsWith('webgpu'))).toMatch(/its adapter is computed by the processor/);
  expect(reasons.find((reason) => reason.startsWith('wasm'))).toMatch(/the fastest of those that are available/);
  await context.close();
});

it('has a form of the settings, with whole numbers where only those are allowed', async () => {
  const { page, context } = await site.open();
  await page.goto(`${site.url}#train`);
  await page.getByText('All settings of the training').click();
  const shown = (name: string) => page.locator(`.slider:has([id="more-${name}"]) output`).textContent();
  expect(await shown('muonIterations')).toBe('5');
  expect(await shown('beta1')).toBe('0.900');
  await context.close();
});

it('pauses, goes on, survives a reload and goes on from where it was', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(site.url);
  await start(page, {
    family: 'gru',
    backend: 'wasm',
    training: { steps: 100_000, batch: 8, evalEvery: 50, sampleEvery: 50, checkpointSeconds: 1 },
  });
  await waitForStep(page, 60);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.waitForTimeout(300);
  const paused = await fact(page, 'step');
  await page.waitForTimeout(500);
  expect(await fact(page, 'step')).toBe(paused);
  await page.getByRole('button', { name: 'Continue' }).click();
  await waitForStep(page, paused + 1);
  await expect.poll(() => savedStep(page), { timeout: 30_000 }).toBeGreaterThan(50);
  await page.reload();
  await waitForPhase(page, 'saved');
  const restored = await fact(page, 'step');
  expect(restored).toBeGreaterThan(50);
  expect(await fact(page, 'loss')).toBeLessThan(3.2);
  await page.getByRole('button', { name: `Resume from step ${restored}` }).click();
  await waitForStep(page, restored + 10);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await waitForPhase(page, 'saved');
  expect(problems).toEqual([]);
  await context.close();
});

it('loses the graphics device, says so, and goes on from the last checkpoint', async () => {
  const { page, context } = await site.open();
  await page.goto(site.url);
  await start(page, { family: 'gru', backend: 'webgpu', training: { steps: 100_000, batch: 8, evalEvery: 100_000, checkpointSeconds: 1 } });
  await expect.poll(() => savedStep(page), { timeout: 60_000 }).toBeGreaterThan(0);
  await (await site.browser.newBrowserCDPSession()).send('Browser.crashGpuProcess').catch(() => undefined);
  await page
    .getByRole('alert')
    .getByText(/The GPU device was lost.*resume from the last checkpoint/)
    .waitFor();
  expect(await page.locator('[data-phase]').getAttribute('data-phase')).toBe('saved');
  const saved = await fact(page, 'step');
  expect(saved).toBe(await savedStep(page));
  await page.getByRole('button', { name: `Resume from step ${saved}` }).click();
  await waitForStep(page, saved + 3, 60_000);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await waitForPhase(page, 'saved');
  await context.close();
});

it('learns from a text that is pasted, which stays in the tab', async () => {
  const { page, context, problems } = await site.open();
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !request.url().startsWith('blob:')) elsewhere.push(request.url());
  });
  await page.goto(`${site.url}#train`);
  await page.getByText('Your own text').click();
  await page.getByText('It never leaves this tab').waitFor();
  await page.getByLabel('Paste it here').fill('the cat sat on the mat and the dog sat on the log. '.repeat(60));
  await page.getByRole('button', { name: 'Use this text' }).click();
  await page.getByText(/Read as text/).waitFor();
  await start(page, {
    family: 'gru',
    backend: 'wasm',
    training: { steps: 200, batch: 8, context: 24, learningRate: 0.01, evalEvery: 200 },
  });
  await waitForPhase(page, 'done');
  expect(await fact(page, 'loss')).toBeLessThan(1.2);
  expect(elsewhere).toEqual([]);
  expect(problems).toEqual([]);
  await context.close();
});

it('pauses while nobody sees the tab, and goes on when somebody does', async () => {
  const { page, context } = await site.open();
  await page.goto(site.url);
  await start(page, { family: 'bigram', backend: 'wasm', training: { steps: 100_000, batch: 8 } });
  await waitForStep(page, 5);
  await page.evaluate(hide, true);
  await waitForPhase(page, 'paused');
  await page.evaluate(hide, false);
  await waitForPhase(page, 'training');
  await page.getByLabel('Go on while this tab is hidden').check();
  await page.evaluate(hide, true);
  const step = await fact(page, 'step');
  await waitForStep(page, step + 5);
  await context.close();
});

/** As the browser does when another tab is chosen. */
function hide(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

/** The step of the last checkpoint in the private file system; 0 where there is none. */
function savedStep(page: import('playwright-core').Page): Promise<number> {
  return page.evaluate(async () => {
    try {
      let folder = await navigator.storage.getDirectory();
      for (const name of ['prattle', 'runs', 'names-gru', 'checkpoints', 'last']) folder = await folder.getDirectoryHandle(name);
      const file = await (await folder.getFileHandle('prattle.json')).getFile();
      return Number(JSON.parse(await file.text()).step);
    } catch {
      return 0; // between two checkpoints, or before the first
    }
  });
}
