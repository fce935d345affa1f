// Builds the kernel harness (native/harness) and runs it:
//   node scripts/harness.js [rounds [first seed [test]]]       tests
//   node scripts/harness.js bench [threads [instruction set]]  measurements
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findCompiler, hashOf, link, readJson, writeJson } from '@prattle/tooling-native';
import { buildFolder, compile, engineSources, harnessSources, hashSources, releaseFlags } from './compiler.js';

/**
 * Builds the harness, when anything has changed since the last time.
 * @param {{ name: string, flags: readonly string[] }} [variant] a sanitizer's flags, under a name of their own
 * @returns {Promise<string | undefined>} the program, or undefined when there is no compiler
 */
export async function buildHarness({ name, flags } = { name: '', flags: releaseFlags }) {
  const compiler = findCompiler();
  if (!compiler) return undefined;
  const program = join(buildFolder, ['harness', name].filter(Boolean).join('-'));
  const key = hashOf(compiler, hashSources(), engineSources(), flags);
  if (readJson(`${program}.json`)?.key === key && existsSync(program)) return program;
  const sources = [...engineSources(), ...harnessSources().map((file) => ({ source: `harness/${file}`, flags: [] }))];
  const objects = await compile(
    compiler,
    sources.map((entry) => ({ source: entry.source, flags: [...flags, ...entry.flags] })),
    name,
  );
  await link(compiler, objects, program, [...flags, '-pthread']);
  writeJson(`${program}.json`, { key });
  return program;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const program = await buildHarness();
  if (program) process.exitCode = spawnSync(program, process.argv.slice(2), { stdio: 'inherit' }).status ?? 1;
  else {
    console.error('no C++ compiler was found');
    process.exitCode = 77; // as test drivers understand it: passed over
  }
}
