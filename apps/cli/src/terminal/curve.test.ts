import { describe, expect, it } from 'vitest';
import { drawCurves } from './curve.js';

const falling = Array.from({ length: 50 }, (_, x) => ({ x, y: 4 - x / 25 }));

describe('drawCurves', () => {
  it('draws a falling line from the top left to the bottom right', () => {
    const lines = drawCurves([{ label: 'train', points: falling, style: 'line' }], { width: 60, height: 8 }).split('\n');
    expect(lines).toHaveLength(8 + 3);
    expect(lines[0]).toMatch(/^ +4\.00 ┤[\u2801-\u28ff]/);
    expect(lines[7]).toMatch(/^ +2\.04 ┤ .*[\u2801-\u28ff]$/);
    expect(lines.every((line) => [...line].length <= 60)).toBe(true);
  });

  it('puts marks over the line and names both in the legend', () => {
    const picture = drawCurves(
      [
        { label: 'train', points: falling, style: 'line' },
        { label: 'validation', points: [{ x: 25, y: 3.2 }], style: 'marks' },
      ],
      { width: 60, height: 8 },
    );
    expect(picture.match(/●/g)).toHaveLength(2);
    expect(picture).toContain('⠒⠒ train   ● validation');
  });

  it('survives a single point, equal values and values that are not finite', () => {
    const options = { width: 40, height: 4 };
    expect(drawCurves([{ label: 'a', points: [{ x: 1, y: 2 }], style: 'line' }], options)).toContain('2.00');
    expect(drawCurves([{ label: 'a', points: [{ x: 1, y: Number.NaN }], style: 'line' }], options)).toBe('');
  });
});
