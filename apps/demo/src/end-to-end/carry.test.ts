import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { softwareWebGpu } from '@prattle/tooling-browser';
import { unzipSync, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { demo, drop, fact, prattle, start, temporaryFolder, waitForPhase } from './demo.js';

const site = demo(softwareWebGpu);
const folder = temporaryFolder();

/** The runs of the command line and of the page, of the same settings. */
const FLAGS = ['--preset', 'nano', '--batch', '8', '--learning-rate', '0.005', '--eval-batches', '5', '--eval-every', '100', '--json'];
const TRAINING = { batch: 8, learningRate: 0.005 };

it('goes on with the command line, and comes back', async () => {
  const { page, context, problems } = await site.open();
  await page.goto(site.url);
  await start(page, { family: 'gru', preset: 'nano', backend: 'wasm', training: { ...TRAINING, steps: 20 } });
  await waitForPhase(page, 'done');
  await page.goto(`${site.url}#carry`);
  unpack(await download(page, 'names-gru'), folder);
  expect(await page.getByRole('status').textContent()).toContain('prattle train --out names-gru --resume --backend auto');
  const told = await prattle(folder, ['train', '--out', 'names-gru', '--resume', '--backend', 'auto', '--steps', '40', '--json']);
  expect(JSON.parse(told.trim().split('\n').at(-1) ?? '')).toMatchObject({ type: 'summary', step: 40, reason: 'finished' });

  await page.getByRole('button', { name: 'Delete names-gru' }).click();
  await page.getByText('There is no run of yours yet').waitFor();
  await upload(page, folder, 'names-gru');
  await page.getByText('names-gru is here: gru, 40 steps').waitFor();
  // A checkpoint alone is enough, also to go on.
  await uploadFiles(
    page,
    'alone',
    Object.fromEntries(CHECKPOINT.map((file) => [`alone/${file}`, checkpointFile(folder, 'names-gru', file)])),
  );
  await page.getByText('alone is here: gru, 40 steps').waitFor();
  await page.goto(`${site.url}#train`);
  await page.getByRole('button', { name: 'Train 40 steps more' }).click();
  await waitForPhase(page, 'done');
  expect(await fact(page, 'step')).toBe(80);
  await page.goto(`${site.url}#write`);
  await page.getByRole('combobox', { name: 'Model' }).selectOption('names-gru');
  await page.locator('.written li').nth(7).waitFor();
  expect(problems).toEqual([]);
  await context.close();
});

it.each(['wasm', 'webgpu'])('20 steps here and 20 with %s are 40 on each, within 1e-4', { timeout: 120_000 }, async (backend) => {
  const [short, long] = [`short-${backend}`, `long-${backend}`];
  await prattle(folder, ['train', 'names', '--model', 'gru', ...FLAGS, '--steps', '20', '--out', short]);
  await prattle(folder, ['train', 'names', '--model', 'gru', ...FLAGS, '--steps', '40', '--out', long]);
  const stayed = losses(readFileSync(join(folder, long, 'metrics.jsonl'), 'utf8'));

  const { page, context } = await site.open();
  await page.goto(site.url);
  await start(page, { family: 'gru', preset: 'nano', backend, training: { ...TRAINING, steps: 40 } });
  await waitForPhase(page, 'done', 90_000);
  await page.goto(`${site.url}#carry`);
  const made = await download(page, 'names-gru');
  expect(JSON.parse(new TextDecoder().decode(made['names-gru/run.json'])).training).toMatchObject({ ...TRAINING, steps: 40 });
  const there = losses(metricsIn(made, 'names-gru'));

  await upload(page, folder, short);
  await page.getByText(`${short} is here: gru, 20 steps`).waitFor();
  await page.goto(`${site.url}#train`);
  await page.getByLabel('Backend').selectOption(backend);
  await page.getByRole('button', { name: 'Train 20 steps more' }).click();
  await waitForPhase(page, 'done', 90_000);
  expect(await fact(page, 'step')).toBe(40);
  await page.goto(`${site.url}#carry`);
  const moved = losses(metricsIn(await download(page, short), short));

  expect([moved.length, stayed.length, there.length]).toEqual([40, 40, 40]);
  expect(largestDifference(moved, stayed)).toBeLessThan(1e-4);
  expect(largestDifference(moved, there)).toBeLessThan(1e-4);
  await context.close();
});

it('takes what is dropped onto it: a folder of a run with its checkpoint, a zip, texts to learn from', async () => {
  await prattle(folder, ['train', 'names', '--model', 'gru', ...FLAGS, '--steps', '3', '--out', 'dropped']);
  const zip = join(folder, 'zipped.zip');
  const files = Object.fromEntries(CHECKPOINT.map((file) => [`zipped/${file}`, checkpointFile(folder, 'dropped', file)]));
  writeFileSync(zip, zipSync(files, { level: 0 }));
  for (const name of ['one', 'two']) writeFileSync(join(folder, `${name}.txt`), `${name} and again `.repeat(200));

  const { page, context, problems } = await site.open();
  await page.goto(`${site.url}#carry`);
  await drop(page, 'Drop a run or a zip here', [join(folder, 'dropped')]);
  await page.getByText('dropped is here: gru, 3 steps').waitFor();
  await drop(page, 'Drop a run or a zip here', [zip]);
  await page.getByText('zipped is here: gru, 3 steps').waitFor();

  await page.goto(`${site.url}#train`);
  await page.getByText('Your own text').click();
  await drop(page, 'Or drop text, CSV or JSON files here', [join(folder, 'one.txt'), join(folder, 'two.txt')]);
  await page.getByText(/Read as text/).waitFor();
  expect(await page.getByLabel('Learn from').inputValue()).toBe('own');
  expect(await page.getByLabel('Learn from').locator('option').last().textContent()).toMatch(/one\.txt.*two\.txt/);
  expect(problems).toEqual([]);
  await context.close();
});

it('says what is wrong with files that are no run', async () => {
  const { page, context } = await site.open();
  await page.goto(`${site.url}#carry`);
  await page
    .getByLabel('Drop a run or a zip here')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no run') });
  await page.getByRole('alert').getByText('There is no checkpoint in these files. Give the folder').waitFor();
  await page
    .getByLabel('Drop a run or a zip here')
    .setInputFiles({ name: 'broken.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip') });
  await page.getByRole('alert').getByText(/zip/).waitFor();
  await context.close();
});

async function download(page: Page, run: string): Promise<Record<string, Uint8Array>> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: `Download ${run}`, exact: true }).click();
  return unzipSync(readFileSync(await (await waiting).path()));
}

async function upload(page: Page, root: string, run: string): Promise<void> {
  const files = Object.fromEntries(CHECKPOINT.map((file) => [`${run}/checkpoints/last/${file}`, checkpointFile(root, run, file)]));
  for (const file of ['run.json', 'metrics.jsonl']) files[`${run}/${file}`] = readFileSync(join(root, run, file));
  await uploadFiles(page, run, files);
}

/** As a zip, which is how a file dialog can be given a folder in a test. */
async function uploadFiles(page: Page, name: string, files: Record<string, Uint8Array>): Promise<void> {
  const buffer = Buffer.from(zipSync(files, { level: 0 }));
  await page.getByLabel('Drop a run or a zip here').setInputFiles({ name: `${name}.zip`, mimeType: 'application/zip', buffer });
}

const CHECKPOINT = ['prattle.json', 'model.safetensors', 'training.safetensors'];
const checkpointFile = (root: string, run: string, file: string): Uint8Array => readFileSync(join(root, run, 'checkpoints/last', file));

function unpack(files: Record<string, Uint8Array>, root: string): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
}

const metricsIn = (files: Record<string, Uint8Array>, run: string): string => new TextDecoder().decode(files[`${run}/metrics.jsonl`]);

/** The loss of every step. */
function losses(metrics: string): number[] {
  const events = metrics.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { type: string; loss: number }]));
  return events.filter(({ type }) => type === 'step').map(({ loss }) => loss);
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? Number.NaN)) / value));
}
