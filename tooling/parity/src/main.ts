#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { describeOutcome, passes } from './outcome.js';
import type { Place } from './places/place.js';

const usage = 'usage: pnpm parity FILE… [--backend cpu|cuda|wasm|webgpu|tfjs-node|tfjs-cpu|auto|all] [--browser]   (default: auto)';

const options = { backend: { type: 'string', default: 'auto' }, browser: { type: 'boolean', default: false } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
if (positionals.length === 0) {
  console.error(usage);
  process.exitCode = 2;
} else {
  process.exitCode = await main(positionals).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  });
}

async function main(paths: readonly string[]): Promise<number> {
  // Either one brings much along that the other has no use for.
  const place = values.browser ? await (await import('./places/browser.js')).openBrowser() : (await import('./places/here.js')).here;
  try {
    return await run(place, paths, values.backend);
  } finally {
    await place.close();
  }
}

async function run(place: Place, paths: readonly string[], backendName: string): Promise<number> {
  let ran = 0;
  let failed = 0;
  for (const { name, missing } of await place.candidates(backendName)) {
    if (missing !== undefined) {
      console.log(`      ${name} is not available: ${missing}`);
      // Asked for by name, a backend that is missing is a failure; among all, it is a fact.
      if (backendName !== 'all') return 1;
      continue;
    }
    const backend = await place.open(name);
    for (const path of paths) {
      ran++;
      try {
        const outcome = await backend.compare(path);
        console.log(describeOutcome(outcome));
        if (!passes(outcome)) failed++;
      } catch (error) {
        console.log(`FAIL  ${path} on ${name}: ${error instanceof Error ? error.message : String(error)}`);
        failed++;
      }
    }
    await backend.close();
  }
  console.log(`${ran - failed} passed, ${failed} failed`);
  return failed === 0 && ran > 0 ? 0 : 1;
}
