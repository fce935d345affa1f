// Builds the kernel harness (native/harness) and runs it:
//   node scripts/harness.js [rounds [first seed [test]]]       tests
//   node scripts/harness.js bench [threads [instruction set]]  measurements
// For Windows, from another system: CXX=x86_64-w64-mingw32-g++-posix node scripts/harness.js, which runs it in Wine ($WINE or wine).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findCompiler, hashOf, link, outputFolder, programFlags, readJson, writeJson } from '@prattle/tooling-native';
import { buildFolder, compile, engineSources, harnessSources, hashSources, releaseFlags } from './compiler.js';

/**
 * Builds the harness, when anything has changed since the last time.
 * @param {{ name: string, flags: readonly string[] }} [variant] a sanitizer's flags, under a name of their own
 * @returns {Promise<string | undefined>} the program, or undefined when there is no compiler
 */
export async function buildHarness({ name, flags } = { name: '', flags: releaseFlags }) {
  const compiler = findCompiler();
  if (!compiler) return undefined;
  const isWindows = compiler.platform === 'win32';
  const program = join(outputFolder(buildFolder, compiler), `${['harness', name].filter(Boolean).join('-')}${isWindows ? '.exe' : ''}`);
  const key = hashOf(compiler, hashSources(), engineSources(), flags);
  if (readJson(`${program}.json`)?.key === key && existsSync(program)) return program;
  const sources = [...engineSources(), ...harnessSources().map((file) => ({ source: `harness/${file}`, flags: [] }))];
  const objects = await compile(
    compiler,
    sources.map((entry) => ({ source: entry.source, flags: [...flags, ...entry.flags] })),
    name,
  );
  await link(compiler, objects, program, [...flags, ...programFlags(compiler)]);
  writeJson(`${program}.json`, { key });
  return program;
}

/** @param {string} program */
const runsHere = (program) => process.platform === 'win32' || !program.endsWith('.exe');

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const program = await buildHarness();
  if (program) {
    const options = process.argv.slice(2);
    const [command, ...rest] = runsHere(program) ? [program, ...options] : [process.env.WINE ?? 'wine', program, ...options];
    const { status, error } = spawnSync(command, rest, { stdio: 'inherit' });
    if (error) console.error(error.message);
    process.exitCode = status ?? 1;
  } else {
    console.error('no C++ compiler was found');
    process.exitCode = 77; // as test drivers understand it: passed over
  }
}
