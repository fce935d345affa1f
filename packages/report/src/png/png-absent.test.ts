import { expect, it, vi } from 'vitest';
import { lineChart } from '../figure/line-chart.js';
import { figurePng } from './index.js';

vi.mock('@resvg/resvg-js', () => {
  throw new Error('Cannot find package');
});

it('says what to install where the renderer is absent', async () => {
  const figure = lineChart({ title: 'Loss', description: 'It falls.', series: [] });
  await expect(figurePng(figure)).rejects.toThrow(/need the package @resvg\/resvg-js, which is not installed\. Install it \(npm install/);
});
