import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '@prattle/tooling-browser';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { preview } from 'vite';
import { afterAll, beforeAll, expect } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('../../../cli/bin/prattle.js', import.meta.url));
const pictures = fileURLToPath(new URL('../../../../docs/screenshots', import.meta.url));

export interface Demo {
  readonly url: string;
  readonly browser: Browser;
  /** A page of its own storage, and all errors that it reported. */
  open(options?: Parameters<Browser['newContext']>[0]): Promise<{ page: Page; context: BrowserContext; problems: string[] }>;
}

/** The built page under a path, as a static host would serve it, and a browser for all tests of a file. */
export function demo(args: readonly string[] = []): Demo {
  let url = '';
  let browser: Browser | undefined;
  let close = async () => {};
  beforeAll(async () => {
    if (!existsSync(join(root, 'dist/index.html'))) throw new Error('The page is not built. Run: npx -y pnpm@10 exec turbo run build');
    const server = await preview({
      root,
      configFile: join(root, 'vite.config.ts'),
      base: '/some/folder/',
      logLevel: 'warn',
      preview: { host: '127.0.0.1', port: 0 },
    });
    url = server.resolvedUrls?.local[0] ?? '';
    const started = await launchChromium({ args });
    browser = started;
    close = async () => {
      await started.close();
      await server.close();
    };
  });
  afterAll(() => close());
  return {
    get url() {
      return url;
    },
    get browser() {
      if (!browser) throw new Error('The browser has not started.');
      return browser;
    },
    async open(options = {}) {
      const context = await this.browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
      });
      page.on('pageerror', (error) => problems.push(error.message));
      return { page, context, problems };
    },
  };
}

/** Which run the form makes. */
export interface Choice {
  readonly family: string;
  readonly preset?: string;
  readonly backend?: string;
  readonly training?: Readonly<Record<string, number>>;
  readonly model?: Readonly<Record<string, number>>;
}

/** Fills in the form and starts. */
export async function start(page: Page, { family, preset, backend = 'auto', training = {}, model = {} }: Choice): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Train' }).click();
  await page.getByLabel('Family').selectOption(family);
  if (preset !== undefined) await page.getByLabel('Size').selectOption(preset);
  await page.getByLabel('Backend').selectOption(backend);
  await page.getByText('All settings of the training').click();
  for (const [name, value] of Object.entries(training)) {
    await page.locator(`[id="training-${name}"], [id="more-${name}"]`).fill(String(value));
  }
  if (Object.keys(model).length > 0) await page.getByText('Settings of the model').click();
  for (const [name, value] of Object.entries(model)) await page.locator(`[id="model-${name}"]`).fill(String(value));
  await page.getByRole('button', { name: 'Start' }).click();
}

/** A number that the page shows of its run. */
export async function fact(page: Page, name: string): Promise<number> {
  return Number.parseFloat((await page.locator(`[data-fact="${name}"]`).textContent()) ?? '');
}

export async function waitForPhase(page: Page, phase: string, timeout = 60_000): Promise<void> {
  const problem = page.getByRole('alert');
  await page.locator(`[data-phase="${phase}"]`).or(problem).first().waitFor({ timeout });
  if (await problem.count()) throw new Error((await problem.first().textContent()) ?? '');
}

/** @throws Error with what the page says is wrong */
export async function waitForStep(page: Page, step: number, timeout = 20_000): Promise<void> {
  const problem = page.getByRole('alert');
  const reached = async () => (await fact(page, 'step')) >= step;
  await expect.poll(async () => (await reached()) || (await problem.count()) > 0, { timeout, interval: 100 }).toBe(true);
  if (await problem.count()) throw new Error((await problem.first().textContent()) ?? '');
}

/** Files and folders of this machine, dropped onto the page as a person drops them. */
export async function drop(page: Page, label: string, paths: readonly string[]): Promise<void> {
  const place = page.locator('.drop', { hasText: label });
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error(`There is no place "${label}" on the page.`);
  const devtools = await page.context().newCDPSession(page);
  const drag = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: [...paths], dragOperationsMask: 1 } };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await devtools.send('Input.dispatchDragEvent', { type, ...drag });
  await devtools.detach();
}

/** A folder that is removed when the tests of the file are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'prattle-demo-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the built command line. @throws Error with what it said when it fails */
export function prattle(folder: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      errors += data.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`prattle ${args.join(' ')}: ${errors}`))));
  });
}

/** Keeps a picture of the page for the documentation, where that was asked for: text is drawn a little differently on every machine. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PRATTLE_SCREENSHOTS) return;
  mkdirSync(pictures, { recursive: true });
  await page.evaluate(() => scrollTo(0, document.querySelector('.controls') && innerWidth < 600 ? document.body.scrollHeight : 0));
  await page.waitForTimeout(150); // the last drawing of a plot
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled', caret: 'hide' });
}
