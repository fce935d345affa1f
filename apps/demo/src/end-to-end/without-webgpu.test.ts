import { expect, it } from 'vitest';
import { demo, fact, start, waitForPhase } from './demo.js';

/** A browser without WebGPU. */
const site = demo();

it('takes the engine in WebAssembly, and says why', async () => {
  const { page, context } = await site.open();
  await page.goto(`${site.url}#train`);
  await page.getByText('Why wasm?').click();
  const reasons = await page.locator('.reasons li').allTextContents();
  expect(reasons.find((reason) => reason.startsWith('webgpu'))).toMatch(/not available/);
  await context.close();
});

it('trains a GRU on names until it has learnt, and writes with it', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(site.url);
  await start(page, { family: 'gru', preset: 'nano', training: { steps: 300, batch: 16, learningRate: 0.01 } });
  await waitForPhase(page, 'done');
  expect(await fact(page, 'validation')).toBeLessThan(2.55);
  expect(await page.getByText('(wasm)').count()).toBeGreaterThan(0);
  await page.goto(`${site.url}#write`);
  await page.getByRole('combobox', { name: 'Model' }).selectOption('names-gru');
  await page.locator('.written li').nth(7).waitFor();
  const names = await page.locator('.written li').allTextContents();
  expect(names.filter((name) => /^[a-z]+$/.test(name)).length).toBeGreaterThan(5);
  expect(problems).toEqual([]);
  await context.close();
});

it('trains a transformer on names until it has learnt, and shows where it looks', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(site.url);
  const model = { layers: 2, heads: 2, width: 32 };
  await start(page, { family: 'transformer', preset: '', model, training: { steps: 300, batch: 16, learningRate: 0.005 } });
  await waitForPhase(page, 'done');
  expect(await fact(page, 'validation')).toBeLessThan(2.55);
  await page.goto(`${site.url}#inside`);
  await page.getByLabel('Model').selectOption('names-transformer');
  await page.getByLabel('Your text').fill('anna');
  await page.getByRole('button', { name: 'Attention' }).click();
  await expect.poll(() => page.locator('.head').count()).toBe(4);
  expect(problems).toEqual([]);
  await context.close();
});

it('says what has become of a bad setting before it starts', async () => {
  const { page, context } = await site.open();
  await page.goto(`${site.url}#train`);
  await page.getByLabel('Family').selectOption('transformer');
  await page.getByText('Settings of the model').click();
  await page.locator('#model-heads').fill('3');
  await page
    .getByRole('alert')
    .getByText(/heads.*divisor/)
    .waitFor();
  await context.close();
});
