import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { middle } from '../machine/compare.js';
import { pageFile, resultFile } from '../places.js';
import { renderPage } from './render.js';

const timing = (/** @type {number} */ medianMs) => ({ medianMs, minMs: medianMs / 2, tokensPerSecond: 1e6 / medianMs, note: 'replayed' });

/** @type {import('./render.js').DeviceRun} */
const run = {
  date: '2026-01-02T03:04:05Z',
  commit: '0123456789abcdef',
  emulated: false,
  device: { device: 'NVIDIA H100 (79.1 GiB, compute capability 9.0)', details: { driver: 'CUDA 13.0' } },
  host: { cpu: 'a CPU', cores: 16, node: 'v22' },
  clocks: { 'clocks.sm': '1980 MHz' },
  tests: [
    { name: 'parity', passed: 12, failed: 1, seconds: 3 },
    { name: 'notebook', passed: 0, failed: 0, seconds: 0, leftOut: 'no data' },
  ],
  sanitizer: [
    { tool: 'memcheck', model: 'gru', clean: true },
    { tool: 'racecheck', model: 'gru', clean: false },
  ],
  benchmarks: [
    {
      name: 'gpt2',
      precision: 'bf16',
      command: 'prattle bench train --preset gpt2',
      ours: middle([timing(50), timing(40), timing(60)]),
      compile: middle([timing(45)]),
      target: { against: 'compile', atLeast: 0.9, reached: 0.9 },
      shareOfPeak: { ours: 0.4123 },
      clocks: [],
      failures: ['eager: out of memory'],
    },
  ],
  training: { command: 'prattle train', seconds: 170, validation: 1.4701, recorded: 1.4697 },
  leftOut: [{ what: 'notebook', why: 'no data' }],
};

test('a run on a device becomes a page', () => {
  const page = renderPage(run);
  expect(page).toContain('On 2026-01-02, commit 0123456789ab: NVIDIA H100 (79.1 GiB, compute capability 9.0); driver CUDA 13.0.');
  expect(page).toContain('clocks.sm 1980 MHz');
  expect(page).toContain('| parity | 12 | 1 | 3 |');
  expect(page).toContain('| compute-sanitizer (memcheck, racecheck) | 1 | 1 | – |');
  expect(page).not.toContain('| notebook |');
  expect(page).toContain('| gpt2 | bf16 | 50.0 (20,000) | – | 45.0 (22,222) | 0.9 × compile (at least 0.9 wanted) |');
  expect(page).toContain('gpt2: ours 41.2 % of');
  expect(page).toContain('gpt2: eager: out of memory');
  expect(page).toContain('best validation loss 1.4701 (nanoGPT: 1.4697) in 170 s');
  expect(page).toContain('* notebook: no data');
});

test('no run, and one on the emulated device, are no numbers', () => {
  expect(renderPage(undefined)).toContain('Not run on a device yet');
  expect(renderPage({ ...run, emulated: true })).toBe(renderPage(undefined));
});

test('the page is made of the result that lies beside it', () => {
  const kept = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : undefined;
  expect(readFileSync(pageFile, 'utf8')).toBe(renderPage(kept));
});
