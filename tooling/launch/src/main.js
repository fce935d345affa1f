/**
 * `node main.js PACKAGE ARGUMENTS…`: builds a workspace package and all it depends on, where anything changed, then
 * runs its program in place of this one. The build says nothing unless it fails, and then only on standard error:
 * standard output belongs to the program.
 */
import { build } from './build.js';
import { findProgram } from './program.js';
import { runProgram } from './run.js';

const [name, ...programArguments] = process.argv.slice(2);
if (name === undefined) {
  console.error('[prattle/launch] No package was named. Call it as `node tooling/launch/src/main.js PACKAGE ARGUMENTS…`.');
  process.exit(2);
}

const problem = await build(name);
if (problem !== undefined) {
  console.error(`${problem}\n[prattle/launch] ${name} could not be built. The lines above say why.`);
  process.exit(1);
}
process.exitCode = await runProgram(findProgram(name), programArguments);
