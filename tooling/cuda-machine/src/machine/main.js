// On a machine with a GPU, from what pack/main.js packed: builds the kernels and the addon, tests, times, writes one JSON.
//   node src/machine/main.js [--out cuda.json] [--rounds 3] [--only build,tests,sanitizer,benchmarks,training] [--emulated]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { lastLines, runNode } from '../command.js';
import { probeDevice, readClocks } from '../device.js';
import { runNotebook, runParity, runSuites } from '../device-tests.js';
import { emulatedDriver, fromRoot } from '../places.js';
import { benchmarks, tinyBenchmarks } from './benchmarks.js';
import { compare } from './compare.js';
import { findSanitizer, sanitize } from './sanitizer.js';
import { findTorch } from './sides.js';
import { trainBaby } from './training.js';

const PARTS = ['build', 'tests', 'sanitizer', 'benchmarks', 'training'];

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'cuda.json' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: PARTS.join(',') },
    emulated: { type: 'boolean', default: false },
  },
});
const { out, emulated } = values;
const parts = values.only.split(',');
const unknown = parts.find((part) => !PARTS.includes(part));
if (unknown !== undefined) {
  console.error(`[prattle/cuda-machine] There is no part ${unknown}. Known: ${PARTS.join(', ')}.`);
  process.exit(2);
}
if (emulated) process.env.PRATTLE_CUDA_DRIVER = emulatedDriver;

/** @type {Record<string, unknown> & { leftOut: { what: string, why: string }[] }} Written after every part, so that what was cut short is kept. */
const result = { formatVersion: 1, date: new Date().toISOString(), emulated, commit: commit(), leftOut: [] };
const before = existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : {};
Object.assign(result, parts.length < PARTS.length ? { ...before, ...result, leftOut: before.leftOut ?? [] } : {});
let failures = 0;

const save = () => writeFileSync(out, `${JSON.stringify(result, null, 2)}\n`);
const leaveOut = (/** @type {string} */ what, /** @type {string} */ why) => {
  console.log(`${what}: left out: ${why}`);
  result.leftOut = [...result.leftOut.filter((entry) => entry.what !== what), { what, why }];
};

if (parts.includes('build')) {
  const finished = runNode(fromRoot('packages', 'backend-cuda', 'scripts', 'build.js'), emulated ? ['--emulated'] : []);
  result.build = { seconds: Math.round(finished.seconds), said: lastLines(finished) };
  console.log(lastLines(finished) || 'built already');
}

const device = probeDevice();
result.device = device;
result.host = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version };
result.clocks = readClocks();
save();
if (!device.available) {
  console.error(`[prattle/cuda-machine] ${device.reason}. ${device.remedy}`);
  process.exit(1);
}
console.log(`On ${device.device}`);

if (parts.includes('tests')) {
  const tests = [runSuites, runParity, runNotebook].map((run) => run({ emulated }));
  result.tests = tests;
  for (const { name, passed, failed, seconds, leftOut, output } of tests) {
    failures += failed;
    if (leftOut) leaveOut(name, leftOut);
    else console.log(`${name}: ${passed} passed, ${failed} failed in ${seconds} s${failed > 0 ? `\n${output}` : ''}`);
  }
  save();
}

if (parts.includes('sanitizer')) {
  const sanitizer = emulated ? undefined : findSanitizer();
  if (sanitizer === undefined)
    leaveOut('compute-sanitizer', emulated ? 'there is nothing for it on the emulated device' : 'it is not installed');
  const runs = sanitize(sanitizer);
  result.sanitizer = runs;
  failures += runs.filter(({ clean }) => !clean).length;
  for (const { tool, model, clean, seconds } of runs) console.log(`${tool} ${model}: ${clean ? 'clean' : 'not clean'} (${seconds} s)`);
  save();
}

if (parts.includes('benchmarks')) {
  const python = emulated ? undefined : findTorch();
  if (python === undefined)
    leaveOut('PyTorch', emulated ? 'it cannot use the emulated device' : 'no Python has a PyTorch that sees the GPU');
  const comparisons = [];
  for (const benchmark of emulated ? tinyBenchmarks : benchmarks) {
    const comparison = await compare(benchmark, { rounds: emulated ? 1 : Number(values.rounds), python, device: device.device });
    comparisons.push(comparison);
    result.benchmarks = comparisons;
    save();
    failures += comparison.failures.length;
    const { ours, eager, compile } = comparison;
    const times = Object.entries({ ours, eager, compile }).map(
      ([side, times]) => `${side} ${times ? `${times.medianMs.toFixed(3)} ms` : '–'}`,
    );
    console.log(`${benchmark.name}: ${[...times, ...comparison.failures].join(', ')}`);
  }
}

if (parts.includes('training')) {
  const training = trainBaby({ emulated });
  if (training.leftOut !== undefined) leaveOut('training', training.leftOut);
  else {
    result.training = training;
    if (training.failure) failures++;
    console.log(`training: ${training.failure ?? `validation loss ${training.validation} after ${training.seconds} s`}`);
  }
  save();
}
console.log(`${failures === 0 ? 'All went well' : `${failures} failed`}; ${out} has it all.`);
process.exitCode = failures === 0 ? 0 : 1;

/** The commit that was packed. */
function commit() {
  const file = fromRoot('packed.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).commit : undefined;
}
