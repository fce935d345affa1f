// `pnpm test:cuda`: every test of the CUDA backend on the GPU of this machine. Refuses where there is none, saying why.
import { existsSync } from 'node:fs';
import { runNode } from './command.js';
import { probeDevice, refusal } from './device.js';
import { runNotebook, runParity, runSuites } from './device-tests.js';
import { fromRoot } from './places.js';

const launcher = fromRoot('tooling', 'launch', 'src', 'main.js');
// What was packed for another machine is built already.
if (existsSync(fromRoot('node_modules', 'turbo'))) {
  for (const program of [
    ['prattle', '--version'],
    ['@prattle/tooling-parity', '--help'],
  ])
    runNode(launcher, program);
  runNode(fromRoot('packages', 'backend-cuda', 'scripts', 'build.js'), []);
}
const device = probeDevice();
const why = refusal(device);
if (why !== undefined || !device.available) {
  console.error(why);
  process.exit(1);
}
console.log(
  `On ${device.device}; ${Object.entries(device.details)
    .map((fact) => fact.join(' '))
    .join(', ')}`,
);
let failed = 0;
for (const run of [runSuites, runParity, runNotebook]) {
  const result = run({});
  failed += result.failed;
  const outcome = result.leftOut
    ? `left out: ${result.leftOut}`
    : `${result.passed} passed, ${result.failed} failed in ${result.seconds} s`;
  console.log(`${result.name}: ${outcome}`);
  if (result.failed > 0) console.log(result.output);
}
process.exitCode = failed === 0 ? 0 : 1;
