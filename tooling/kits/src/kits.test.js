import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium, servePage } from '@prattle/tooling-browser';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserEntries, importingAll } from './browser-entries.js';
import { packAll } from './pack.js';
import { createProject, managers } from './project.js';

const kinds = /** @type {const} */ (['model', 'tokenizer', 'dataset', 'sampler', 'callback', 'backend']);
const long = process.env.PRATTLE_TEST_LONG === '1';
/** Two package managers install what Vite, TypeScript and vitest need, on a machine that may be busy. */
const patience = 600_000;

/** @type {string} */
let place;
/** @type {import('./pack.js').Packed[]} */
let packages;

beforeAll(async () => {
  // Outside of the repository: nothing may be found by looking further up.
  place = mkdtempSync(join(tmpdir(), 'prattle-kits-'));
  packages = await packAll(join(place, 'tarballs'));
}, patience);

afterAll(() => rmSync(place, { recursive: true, force: true }));

test('every published package is built before this runs: it is a dependency of @prattle/tooling-kits', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(packages.map(({ name }) => name).filter((name) => !(name in dependencies))).toEqual([]);
});

describe.each(Object.values(managers))('installed with $name', (manager) => {
  /** @type {ReturnType<typeof createProject>} */
  let project;

  beforeAll(async () => {
    project = createProject(join(place, manager.name), manager, packages);
    await project.install();
    for (const kind of kinds) await project.prattle('new', kind, `my-${kind}`, '--out', `kits/my-${kind}`);
    // What the kits need beside our packages.
    await project.install();
  }, patience);

  test('every public entry can be imported in Node, and importing is silent', { timeout: patience }, async () => {
    const entries = packages.flatMap((one) => one.entries).filter((entry) => !isForVitest(entry));
    const code = `${importingAll(entries)}console.log(JSON.stringify(found));`;
    const found = JSON.parse(await project.module('entries.js', code));
    expect(Object.keys(found)).toEqual(entries);
    expect(Object.entries(found).filter(([, count]) => count === 0)).toEqual([]);
  });

  // The conformance suites are the same code under either package manager: one of the two is enough for most days.
  test.each(kinds)('a %s that was begun with prattle new builds and passes its suite', { timeout: patience }, async (kind) => {
    await project.script(`my-${kind}`, 'build');
    if (long || manager.name === 'npm') await project.script(`my-${kind}`, 'test');
    const listed = await project.prattle('plugins', '--plugin', `./kits/my-${kind}`);
    expect(listed).toContain(`my-${kind}`);
  });
});

describe('in Chromium', () => {
  /** @type {Awaited<ReturnType<typeof launchChromium>>} */
  let browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());

  /** @param {string} url */
  async function foundAt(url) {
    const page = await browser.newPage();
    /** @type {string[]} */
    const complaints = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(url);
    await page.waitForFunction(() => 'found' in globalThis, undefined, { timeout: 60_000 }).catch(() => undefined);
    const found = await page.evaluate(() => /** @type {any} */ (globalThis).found);
    await page.close();
    expect(complaints).toEqual([]);
    return found;
  }

  /**
   * @param {string} name
   * @param {string} script
   */
  function writePage(name, script) {
    const folder = join(place, 'npm', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'index.html'),
      `<!doctype html><link rel="icon" href="data:," /><script type="module" src="${script}"></script>\n`,
    );
    return folder;
  }

  test('every entry for browsers can be imported in a page that Vite built', { timeout: patience }, async () => {
    const entries = browserEntries(packages);
    const folder = writePage('vite', './main.js');
    writeFileSync(join(folder, 'main.js'), importingAll(entries));
    const { url, close } = await servePage(folder, { built: true });
    try {
      expect(Object.keys(await foundAt(url))).toEqual(entries);
    } finally {
      await close();
    }
  });

  test('and in a plain page, from one file', { timeout: patience }, async () => {
    const entries = browserEntries(packages);
    const folder = writePage('plain', './bundle.js');
    const { outputFiles = [] } = await esbuild.build({
      stdin: { contents: importingAll(entries), resolveDir: folder },
      bundle: true,
      format: 'esm',
      platform: 'browser',
      external: ['node:*'],
      write: false,
      logLevel: 'silent',
    });
    writeFileSync(join(folder, 'bundle.js'), outputFiles[0]?.text ?? '');
    const page = await browser.newPage();
    await page.route('http://plain.test/**', (route) => {
      const file = new URL(route.request().url()).pathname.slice(1) || 'index.html';
      return route.fulfill({ path: join(folder, file) });
    });
    await page.goto('http://plain.test/');
    await page.waitForFunction(() => 'found' in globalThis);
    expect(Object.keys(await page.evaluate(() => /** @type {any} */ (globalThis).found))).toEqual(entries);
    await page.close();
  });
});

/** @param {string} entry */
function isForVitest(entry) {
  return entry === '@prattle/testing';
}
