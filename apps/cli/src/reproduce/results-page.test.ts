import { decodeText, memoryStorage } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { resultAsMarkdown } from './render-markdown.js';
import { resultAsText } from './render-text.js';
import type { Result } from './result.js';
import { withSection, writeResult } from './results-page.js';

const result: Result = {
  experiment: 'toy',
  source: 'a toy',
  command: 'prattle reproduce toy',
  date: '2026-01-31',
  machine: 'some machine',
  blocks: [
    { type: 'comparisons', title: 'Losses', comparisons: [{ what: 'end', ours: 1.5, recorded: 1.4, decimals: 1, within: 0.2 }] },
    { type: 'table', title: 'Sizes', header: ['model', 'size'], rows: [['a|b', '3']] },
    { type: 'text', title: 'It writes', text: '\n  a\n```\nb\n' },
    { type: 'note', text: 'That is all.' },
  ],
};

describe('the results page', () => {
  it('says how, when and where a result came out', () => {
    const section = resultAsMarkdown('toy', result);
    for (const fact of ['`prattle reproduce toy`', '2026-01-31', 'some machine', 'a toy']) expect(section).toContain(fact);
    expect(section).toContain('| end | 1.5 | 1.4 | +0.1 | ± 0.2 | ✓ |');
    expect(section).toContain('| a\\|b | 3 |');
  });

  it('fences text so that nothing in it ends the fence', () => {
    expect(resultAsMarkdown('toy', result)).toContain('````text\n  a\n```\nb\n````');
  });

  it('replaces a section and leaves the others as they are', async () => {
    const storage = memoryStorage();
    for (const title of ['first', 'second']) await writeResult(storage, 'page.md', title, result);
    const before = decodeText(await storage.read('page.md'));
    await writeResult(storage, 'page.md', 'first', { ...result, date: '2026-02-01' });
    const after = decodeText(await storage.read('page.md'));
    expect(after).toBe(before.replace('2026-01-31', '2026-02-01'));
    expect(after.indexOf('## first')).toBeLessThan(after.indexOf('## second'));
  });

  it('keeps what people wrote between the sections', () => {
    const page = `${withSection('', 'first', 'old').trimEnd()}\n\nSome words.\n`;
    expect(withSection(page, 'first', 'new')).toBe(page.replace('old', 'new'));
  });
});

describe('a result in the terminal', () => {
  it('counts what was reproduced', () => {
    expect(resultAsText(result)).toContain('toy: 1 of 1 recorded numbers reproduced.');
  });
});
