import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Comparison, compare } from './compare.js';
import { toMarkdown } from './report.js';
import { shapes } from './shapes.js';
import { findTorch } from './sides.js';

/** `pnpm bench [STEP…] [--rounds 3] [--threads 2] [--backend auto] [--json] [--write FILE]` */
export function benchSteps(args: readonly string[]): void {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      threads: { type: 'string', default: String(Math.min(2, availableParallelism())) },
      backend: { type: 'string', default: 'auto' },
      json: { type: 'boolean', default: false },
      write: { type: 'string' },
    },
  });
  const chosen = positionals.length === 0 ? shapes : shapes.filter(({ name }) => positionals.includes(name));
  if (chosen.length === 0) {
    console.error(`[prattle/benchmark] There is no step ${positionals.join(', ')}. Known: ${shapes.map(({ name }) => name).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const python = findTorch();
  if (python === undefined) {
    console.error(
      '[prattle/benchmark] No Python with PyTorch was found, so only our side is timed. Install it (Debian: python3-torch libopenblas0-pthread) or set PRATTLE_PYTHON.',
    );
  }

  const comparisons: Comparison[] = [];
  for (const shape of chosen) {
    const comparison = compare(shape, { backend: values.backend, threads: Number(values.threads), rounds: Number(values.rounds), python });
    comparisons.push(comparison);
    const { oursMs, torchMs, ratio } = comparison;
    if (!values.json)
      console.log(
        `${shape.name}: ours ${oursMs.toFixed(3)} ms${torchMs === undefined || ratio === undefined ? '' : `, PyTorch ${torchMs.toFixed(3)} ms, ${ratio.toFixed(2)} times faster`}`,
      );
  }
  if (values.json) console.log(JSON.stringify(comparisons, null, 2));
  if (values.write !== undefined) {
    mkdirSync(dirname(values.write), { recursive: true });
    writeFileSync(
      values.write,
      toMarkdown(comparisons, {
        command: `pnpm bench --rounds ${values.rounds} --threads ${values.threads}`,
        date: new Date().toISOString().slice(0, 10),
      }),
    );
  }
}
