/** Opens the built site in Chromium: pages show without errors, search finds, and a chapter's code runs in its page. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '@prattle/tooling-browser';
import { serve } from 'vitepress';
import { root, site } from './generate/pages.js';

const port = 4174;
const pages = [
  '',
  'start/',
  'course/08-attention',
  'guides/plugins',
  'reference/models',
  'reference/api/sampling',
  'results/benchmarks',
  'design/',
];
const screenshots = process.env.PRATTLE_SCREENSHOTS ? join(root, 'docs/screenshots/site') : undefined;

await serve({ root: site, port });
const browser = await launchChromium();
const problems = [];
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error}`));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${page.url()}: ${response.status()} ${response.url()}`);
  });
  const open = (path) => page.goto(`http://localhost:${port}/${path}`, { waitUntil: 'networkidle' });
  for (const path of pages) {
    await open(path);
    if ((await page.locator('h1').first().textContent())?.trim() === '') problems.push(`${path} has no title`);
  }
  await open('course/03-bigrams');
  await page.getByRole('button', { name: 'Run this chapter here' }).click();
  await page.getByRole('button', { name: 'Run again' }).waitFor({ timeout: 60_000 });
  const printed = (await page.locator('.chapter-output').allTextContents()).join('\n');
  if (!/counted 0\.9606 learnt 0\.96/.test(printed)) problems.push(`the chapter on bigrams printed ${printed}`);
  if (screenshots) await shoot(page, open);
} finally {
  await browser.close();
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

/** Pictures of the site, for people to look at. */
async function shoot(page, open) {
  mkdirSync(screenshots, { recursive: true });
  const save = (name) => page.screenshot({ path: join(screenshots, `${name}.png`) });
  await page.locator('.chapter-output').last().scrollIntoViewIfNeeded();
  await save('chapter-run');
  for (const [name, path] of [
    ['start', ''],
    ['chapter', 'course/08-attention'],
    ['api', 'reference/api/sampling'],
    ['models', 'reference/models'],
  ]) {
    await open(path);
    await save(name);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  await open('course/08-attention');
  await save('chapter-dark');
  await page.setViewportSize({ width: 390, height: 800 });
  await open('');
  await save('start-phone');
  await open('course/08-attention');
  await save('chapter-phone');
}
