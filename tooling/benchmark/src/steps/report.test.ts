import { describe, expect, it } from 'vitest';
import { median } from '../statistics.js';
import { toMarkdown } from './report.js';

describe('the benchmark report', () => {
  it('has a row for each step, with the ratio where there was a peer', () => {
    const page = toMarkdown(
      [
        { shape: 'a', oursMs: 2, oursMinMs: 1.5, torchMs: 20, torchMinMs: 18, torchThreads: 2, ratio: 10, notes: ['replayed'] },
        { shape: 'b', oursMs: 123.4, oursMinMs: 100, notes: [] },
      ],
      { command: 'pnpm bench', date: '2026-01-01' },
    );
    expect(page).toContain('| a | 2.00 (1.50) | 20.0 (18.0), 2 threads | 10.0× |');
    expect(page).toContain('| b | 123 (100) | – | – |');
  });

  it('takes the middle of measurements', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2);
  });
});
