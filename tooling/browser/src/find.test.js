import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chromiumPlaces, findChromium } from './find.js';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prattle-browser-'));
  vi.stubEnv('PRATTLE_CHROMIUM', undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('the one that the environment names comes first, and has to be there', () => {
  vi.stubEnv('PRATTLE_CHROMIUM', join(folder, 'mine'));
  expect(() => findChromium()).toThrow(/PRATTLE_CHROMIUM.*where there is nothing/);
  writeFileSync(join(folder, 'mine'), '');
  expect(findChromium()).toBe(join(folder, 'mine'));
});

test('on Linux the PATH is searched, for Chromium before Chrome', () => {
  const [first, second] = [join(folder, 'a'), join(folder, 'b')];
  const places = chromiumPlaces({ PATH: [first, second].join(delimiter) }, 'linux');
  expect(places.indexOf(join(second, 'chromium'))).toBeLessThan(places.indexOf(join(first, 'google-chrome')));
});

test('elsewhere, where installers put it', () => {
  expect(chromiumPlaces({ PATH: '' }, 'darwin')).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
  expect(chromiumPlaces({ ProgramFiles: 'C:\\P' }, 'win32')).toContain('C:\\P\\Google\\Chrome\\Application\\chrome.exe');
});
