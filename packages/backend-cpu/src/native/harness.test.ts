import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const noCompiler = 77;

// The kernels' own tests, in C++ (native/harness): a few random problems of every kind against references in double
// precision, for every instruction set of this CPU, with the same bits from 1, 2 and 3 threads. `pnpm sanitize` runs
// them under the sanitizers.
test('the kernels agree with their references', { timeout: 300_000 }, (context) => {
  const script = fileURLToPath(new URL('../../scripts/harness.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '5'], { encoding: 'utf8' });
  if (status === noCompiler) context.skip('no C++ compiler was found');
  expect(stdout.split('\n').filter((line) => line.includes('FAILED'))).toEqual([]);
  expect(status, stderr).toBe(0);
});
