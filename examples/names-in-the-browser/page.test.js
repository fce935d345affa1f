import { fileURLToPath } from 'node:url';
import { launchChromium, servePage } from '@prattle/tooling-browser';
import { expect, test } from 'vitest';

test('a model trains in the page and its names appear', { timeout: 90_000 }, async () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const [browser, { url, close }] = await Promise.all([launchChromium(), servePage(folder, { built: true })]);
  try {
    const page = await browser.newPage();
    const complaints = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(url);
    await page.getByText(/^Done on /).waitFor({ timeout: 60_000 });
    const names = await page.getByRole('listitem').allTextContents();
    expect(names).toHaveLength(8);
    expect(names.filter((name) => /^[\p{Letter} '-]{2,}$/u.test(name)).length).toBeGreaterThan(4);
    expect(complaints).toEqual([]);
  } finally {
    await Promise.all([browser.close(), close()]);
  }
});
