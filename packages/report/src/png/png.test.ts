import { expect, it } from 'vitest';
import { lineChart } from '../figure/line-chart.js';
import { figurePng } from './index.js';

it('draws a figure as PNG, twice as wide as its units', async () => {
  const points = [3, 2, 1].map((y, x) => ({ x, y }));
  const figure = lineChart({ title: 'Loss', description: 'It falls.', series: [{ label: 'loss', points }] });
  const png = await figurePng(figure);
  expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG');
  const header = new DataView(png.buffer, png.byteOffset);
  expect([header.getUint32(16), header.getUint32(20)]).toEqual([2 * figure.width, 2 * figure.height]);
  expect(Buffer.compare(await figurePng(figure, 'dark'), png)).not.toBe(0);
});
