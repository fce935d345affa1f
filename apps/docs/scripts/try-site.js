/** Opens the built site in Chromium: pages show without errors, search finds, and the course runs and draws in its pages. */
import { mkdirSync, readdirSync } from 'node:fs';
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
  await open('');
  await search(page);
  for (const file of readdirSync(join(site, 'course'))) {
    const chapter = `course/${file.replace(/\.md$/, '')}`;
    await open(chapter);
    await runChapter(page, chapter);
  }
  if (screenshots) await shoot(page, open);
} finally {
  await browser.close();
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

/** Looks a word up, as a reader does. */
async function search(page) {
  await page.locator('#local-search button').first().click();
  await page.locator('#localsearch-input').fill('checkpoint format');
  const first = page.locator('.VPLocalSearchBox .result').first();
  await first.waitFor({ timeout: 30_000 });
  if (!/checkpoint/i.test((await first.textContent()) ?? '')) problems.push('search does not find the checkpoint format');
  await page.keyboard.press('Escape');
}

/** Runs a chapter: every figure is drawn, and nothing fails. */
async function runChapter(page, chapter) {
  await page.getByRole('button', { name: 'Run this chapter here' }).click();
  await page.getByRole('button', { name: 'Run again' }).waitFor({ timeout: 240_000 });
  const printed = (await page.locator('.chapter-output').allTextContents()).join('\n');
  if (/^\w*Error: /m.test(printed)) problems.push(`${chapter} fails: ${printed}`);
  const figures = page.locator('.live-figure');
  const wanted = await figures.count();
  const drawn = await figures.locator('svg').count();
  const failed = await page.locator('.figure-problem').allTextContents();
  if (wanted === 0 || drawn < wanted) problems.push(`${chapter}: ${drawn} of ${wanted} figures are drawn. ${failed.join(' ')}`);
  if (chapter.endsWith('bigrams') && !/counted 0\.9606 learnt 0\.96/.test(printed)) problems.push(`${chapter} printed ${printed}`);
}

/** Pictures of the site, for people to look at. */
async function shoot(page, open) {
  mkdirSync(screenshots, { recursive: true });
  const save = (name) => page.screenshot({ path: join(screenshots, `${name}.png`) });
  for (const [name, path] of [
    ['start', ''],
    ['api', 'reference/api/sampling'],
    ['errors', 'reference/errors'],
    ['architecture', 'design/'],
  ]) {
    await open(path);
    await save(name);
  }
  const openFigure = async () => {
    await open('course/03-bigrams');
    await runChapter(page, 'course/03-bigrams');
    await page.locator('.live-figure').first().scrollIntoViewIfNeeded();
  };
  await openFigure();
  await save('chapter-figure');
  await page.emulateMedia({ colorScheme: 'dark' });
  await openFigure();
  await save('chapter-dark');
  await page.setViewportSize({ width: 390, height: 800 });
  await openFigure();
  await save('chapter-phone');
  await open('');
  await save('start-phone');
}
