import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { demo, fact, picture, start, waitForPhase, waitForStep } from './demo.js';

const site = demo();

it('speaks as soon as it is open, and better where it is told to be sure', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(site.url);
  await page.locator('.written li').nth(7).waitFor();
  await page.getByLabel('Beginning').fill('mar');
  await expect.poll(async () => (await written(page)).filter((text) => text.startsWith('mar')).length).toBe(8);
  await page.getByLabel('Temperature').fill('0');
  await expect.poll(async () => new Set(await written(page)).size === 1 && (await written(page)).length === 8).toBe(true);
  expect(problems).toEqual([]);
  await context.close();
});

it('looks inside: next token, attention, hidden state, surprise, embedding, weights, families', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(`${site.url}#inside`);
  // The text that is there at first can be read.
  await page.locator('.bars tbody tr').first().waitFor();
  await page.getByLabel('Model').selectOption('pretrained/names-transformer');
  await page.getByLabel('Your text').fill('katherin');

  const first = page.locator('.bars tbody tr').first();
  await expect.poll(() => first.locator('th').textContent()).toBe('⟨end⟩');
  const before = await first.locator('td').nth(2).textContent();
  await page.getByLabel('Top k').fill('1');
  await page.getByLabel('Top k').press('Enter');
  await expect.poll(() => first.locator('td').nth(2).textContent()).toBe('100.0 %');
  expect(before).not.toBe('100.0 %');
  await expect.poll(() => page.locator('.effects').textContent()).toContain('topK 11 of 27');

  await page.getByRole('button', { name: 'Attention' }).click();
  await expect.poll(() => page.locator('.head').count()).toBe(12);
  await page.locator('.head').nth(5).click();
  const looks = () =>
    page.locator('.attended button').evaluateAll((tokens) => tokens.map((token) => Number.parseFloat(token.getAttribute('title') ?? '')));
  await page.locator('.attended button').nth(3).click();
  const weights = await looks();
  // Never ahead, and everything that is looked at together is the whole.
  expect(weights.slice(4).every((weight) => weight === 0)).toBe(true);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(100, 0);

  await page.getByRole('button', { name: 'Surprise' }).click();
  expect(await page.locator('.bars tbody tr').count()).toBe('katherin'.length);

  await page.getByRole('button', { name: 'Embedding' }).click();
  await expect.poll(() => page.locator('.embedding text').count()).toBe(27);

  await page.getByRole('button', { name: 'Weights' }).click();
  await page.getByRole('row', { name: /wte/ }).locator('svg').nth(1).waitFor();

  await page.getByLabel('Model').selectOption('pretrained/names-gru');
  await page.getByRole('button', { name: 'Hidden state' }).click();
  await page.getByRole('img', { name: 'layer 0: 64 units over 9 tokens' }).waitFor();

  await page.getByRole('button', { name: 'Families' }).click();
  await expect.poll(() => page.locator('.cards article').count()).toBe(2);
  await expect.poll(() => page.locator('.cards li').count()).toBe(6);
  for (const text of await page.locator('.cards li').allTextContents()) expect(text.startsWith('katherin')).toBe(true);
  expect(problems).toEqual([]);
  await context.close();
});

it('says what is wrong with a text that the model cannot read, and goes on', async () => {
  const { page, context } = await site.open();
  await page.goto(`${site.url}#inside`);
  await page.getByLabel('Your text').fill('日本');
  await page.getByRole('alert').first().getByText(/日/).waitFor();
  await page.getByLabel('Your text').fill('anna');
  await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  await context.close();
});

it('regresses: a table and a text, with prediction and error as they change', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(`${site.url}#regress`);
  const prediction = (row: number) => page.locator(`[data-prediction="${row}"]`).textContent().then(Number);
  await expect.poll(() => prediction(2), { timeout: 20_000 }).toBeCloseTo(8.9, 0);
  await page.getByLabel('efficiency of row 3').fill('20');
  await expect.poll(() => prediction(2), { timeout: 20_000 }).toBeCloseTo(20, 0);
  const text = page.getByLabel('Configuration');
  await text.fill('{"lr": 0.05, "batch_size": 128, "layers": 5, "dropout": 0}');
  await expect.poll(() => fact(page, 'text prediction')).toBeGreaterThan(0);
  const high = await fact(page, 'text prediction');
  await text.fill('{"lr": 0.05, "batch_size": 128, "layers": 5, "dropout": 0.5}');
  await expect.poll(() => fact(page, 'text prediction')).toBeLessThan(high - 20);
  expect(problems).toEqual([]);
  await context.close();
});

it('chats', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(`${site.url}#chat`);
  await page.getByLabel('Your message').fill('hi');
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.locator('.said.assistant').first().textContent()).toMatch(/hello!/);
  await page.getByRole('button', { name: 'what is 2+2?' }).click();
  await expect.poll(() => page.locator('.said.assistant').nth(1).textContent()).toMatch(/4/);
  expect(problems).toEqual([]);
  await context.close();
});

it('opens without a network after the first visit, and isolates itself where the host does not', async () => {
  const { page, context } = await site.open();
  await page.goto(site.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await context.setOffline(true);
  await page.reload();
  await page.locator('.written li').nth(7).waitFor();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.goto(`${site.url}#train`);
  await start(page, { family: 'bigram', training: { steps: 50, batch: 8 } });
  await waitForPhase(page, 'done');
  await context.close();
});

it('can be used with the keyboard alone', async () => {
  const { page, context } = await site.open();
  await page.goto(site.url);
  await page.locator('.written li').first().waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the content');
  const reached = new Set<string>();
  for (let presses = 0; presses < 14; presses++) {
    await page.keyboard.press('Tab');
    reached.add(await focused(page));
  }
  for (const name of ['Train', 'Look inside', 'Carry on', 'Write again']) expect(reached).toContain(name);
  const unnamed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('input, select, textarea')]
      .filter(({ labels }) => (labels?.length ?? 0) === 0)
      .map((field) => field.outerHTML),
  );
  expect(unnamed).toEqual([]);
  await context.close();
});

const DEVICES = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1200, height: 860 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1200, height: 860 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 780 } },
] as const;

it('looks right in light, in dark and on a phone', { timeout: 120_000 }, async () => {
  for (const { name, ...device } of DEVICES) {
    const { page, context, problems } = await site.open(device);
    await page.goto(site.url);
    await page.locator('.written li').nth(7).waitFor();
    await pictureOf(page, `write-${name}`);
    await start(page, { family: 'gru', preset: 'words', backend: 'wasm', training: { steps: 100_000, evalEvery: 50, sampleEvery: 50 } });
    await waitForStep(page, 200);
    await page.getByRole('button', { name: 'Pause' }).click();
    await waitForPhase(page, 'paused');
    await pictureOf(page, `train-${name}`);
    await page.getByRole('button', { name: 'Stop and save' }).click();
    await waitForPhase(page, 'saved');
    await page.goto(`${site.url}#inside`);
    await page.getByLabel('Model').selectOption('pretrained/names-transformer');
    await page.getByLabel('Your text').fill('katherin');
    for (const panel of ['Next token', 'Attention', 'Hidden state', 'Embedding', 'Weights', 'Families']) {
      if (panel === 'Families') await page.getByLabel('Your text').fill('kat');
      await page.getByRole('button', { name: panel }).click();
      await page
        .locator('.bars tbody tr, .head canvas, .hidden canvas, .embedding text, .histograms td + td svg, .cards li')
        .nth(1)
        .waitFor();
      // One picture of every panel is enough.
      await pictureOf(page, `inside-${panel.toLowerCase().replace(' ', '-')}-${name}`, name === 'light' || panel === 'Attention');
    }
    await page.goto(`${site.url}#regress`);
    await expect.poll(() => page.locator('[data-prediction="3"]').textContent()).not.toBe('–');
    await pictureOf(page, `regress-${name}`);
    await page.goto(`${site.url}#chat`);
    await page.getByRole('button', { name: 'hi', exact: true }).click();
    await page.locator('.said.assistant').getByText('hello').waitFor();
    await pictureOf(page, `chat-${name}`);
    await page.goto(`${site.url}#carry`);
    await page.getByRole('button', { name: 'Download names-gru' }).waitFor();
    await pictureOf(page, `carry-${name}`);
    expect(problems).toEqual([]);
    await context.close();
  }
});

/** @throws Error when the page is wider than the screen */
async function pictureOf(page: Page, name: string, keep = true): Promise<void> {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content, `${name}: the page is wider than the screen`).toBeLessThanOrEqual(screen ?? 0);
  if (keep) await picture(page, name);
}

async function written(page: Page): Promise<string[]> {
  return page.locator('.written li').allTextContents();
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => (document.activeElement?.textContent ?? '').trim());
}
