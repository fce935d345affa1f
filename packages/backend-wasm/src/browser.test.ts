import { fileURLToPath } from 'node:url';
import type { Backend } from '@prattle/core';
import { launchChromium, servePage } from '@prattle/tooling-browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import backendWasm from './index.js';
import type { Answer, Question } from './test/page/trainer.js';
import { trainAll } from './test/trainings.js';

let browser: Awaited<ReturnType<typeof launchChromium>>;
let expected: Record<string, number[]>;

beforeAll(async () => {
  browser = await launchChromium();
  const backend = (await backendWasm().backends?.[0]?.open({ threads: 1 })) as Backend;
  expected = trainAll(backend);
  backend.close();
});

afterAll(() => browser?.close());

/** Opens the page and has its worker train; whatever the page complains about is an error. */
async function ask(url: string, question: Question): Promise<Answer> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  const answer = await page.evaluate((asked) => window.ask(asked), question);
  await page.close();
  expect(complaints).toEqual([]);
  return answer;
}

describe.each([
  { where: 'an isolated page', isolated: true, threads: 2 },
  { where: 'a page that is not isolated', isolated: false, threads: 1 },
])('in Chromium, on $where', ({ isolated, threads }) => {
  let page: Awaited<ReturnType<typeof servePage>>;

  beforeAll(async () => {
    page = await servePage(fileURLToPath(new URL('./test/page', import.meta.url)), { isolated });
  });

  afterAll(() => page?.close());

  test(`a worker trains with ${threads} of 2 threads, with the bits that Node gives`, async () => {
    const answer = await ask(page.url, { threads: 2, timed: 3 });
    expect(answer).toMatchObject({ isolated, details: { threads } });
    expect(answer.losses).toEqual(expected);
  });
});
