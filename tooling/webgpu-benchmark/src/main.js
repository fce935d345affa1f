import { parseArgs } from 'node:util';
import { runInChromium } from './run-in-chromium.js';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '7' },
    sides: { type: 'string', default: 'prattle,tfjs,jax-js' },
    json: { type: 'boolean' },
  },
});
const sides = /** @type {import('./page/setting.js').SideName[]} */ (values.sides.split(','));
const report = await runInChromium({ steps: Number(values.steps), sides });

if (values.json) console.log(JSON.stringify(report));
else {
  console.log(`${report.device}, ${report.userAgent}`);
  const own = report.rows.find(({ side }) => side === 'prattle')?.milliseconds.median ?? Number.NaN;
  for (const { side, milliseconds, javascript, firstLoss, lastLoss } of report.rows) {
    const times = `${milliseconds.median.toFixed(1)} ms (${milliseconds.min.toFixed(1)} to ${milliseconds.max.toFixed(1)})`;
    const ratio = `${(milliseconds.median / own).toFixed(2)} × Prattle`;
    console.log(
      `${side.padEnd(8)} ${times}, JavaScript ${javascript.toFixed(2)} ms, ${ratio}, loss ${firstLoss.toFixed(4)} → ${lastLoss.toFixed(4)}`,
    );
  }
}
