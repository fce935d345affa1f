// Runs the kernel harness under AddressSanitizer with UndefinedBehaviorSanitizer, and under ThreadSanitizer:
//   node scripts/sanitize.js [rounds]
import { spawnSync } from 'node:child_process';
import { buildHarness } from './harness.js';

const rounds = process.argv[2] ?? '10';
const sanitizers = [
  { name: 'address', flags: ['-O1', '-g', '-fno-omit-frame-pointer', '-fsanitize=address,undefined', '-fno-sanitize-recover=undefined'] },
  { name: 'thread', flags: ['-O1', '-g', '-fno-omit-frame-pointer', '-fsanitize=thread'] },
];

for (const sanitizer of sanitizers) {
  const program = await buildHarness(sanitizer);
  if (!program) throw new Error('no C++ compiler was found');
  console.log(`== ${sanitizer.name}`);
  const { status } = spawnSync(program, [rounds], {
    stdio: 'inherit',
    env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=1', TSAN_OPTIONS: 'halt_on_error=1' },
  });
  if (status !== 0) process.exit(status ?? 1);
}
