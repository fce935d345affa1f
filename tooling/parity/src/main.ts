#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { candidates } from './backends.js';
import { compareFile } from './compare.js';
import { describeOutcome, passes } from './outcome.js';

const usage = 'usage: pnpm parity FILE… [--backend cpu|cuda|wasm|webgpu|tfjs-node|tfjs-cpu|auto|all]   (default: auto)';

const { values, positionals } = parseArgs({ options: { backend: { type: 'string', default: 'auto' } }, allowPositionals: true });
if (positionals.length === 0) {
  console.error(usage);
  process.exitCode = 2;
} else {
  process.exitCode = await run(positionals, values.backend).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  });
}

async function run(paths: readonly string[], backendName: string): Promise<number> {
  let ran = 0;
  let failed = 0;
  for (const { plugin, missing } of await candidates(backendName)) {
    if (missing !== undefined) {
      console.log(`      ${plugin.name} is not available: ${missing}`);
      // Asked for by name, a backend that is missing is a failure; among all, it is a fact.
      if (backendName !== 'all') return 1;
      continue;
    }
    const backend = await plugin.open();
    for (const path of paths) {
      ran++;
      try {
        const outcome = await compareFile(path, backend);
        console.log(describeOutcome(outcome));
        if (!passes(outcome)) failed++;
      } catch (error) {
        console.log(`FAIL  ${path} on ${backend.name}: ${error instanceof Error ? error.message : String(error)}`);
        failed++;
      }
    }
    backend.close();
  }
  console.log(`${ran - failed} passed, ${failed} failed`);
  return failed === 0 && ran > 0 ? 0 : 1;
}
