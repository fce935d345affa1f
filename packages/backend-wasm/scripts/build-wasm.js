// Builds wasm/*.wasm, which are checked in: `pnpm --filter @prattle/backend-wasm wasm`. Needs clang 16 and lld 16 (on
// Debian: apt install clang-16 lld-16), pinned so that everybody gets the same bytes; a test compares them.
//
// What was tried, on one thread (GFLOP/s of products with k = 64; KB of module):
//   tile 2 × 16, clang -O2, wasm-opt -Os        34   95   taken
//   tile 4 × 8                                  31   95   V8 spills above 14 registers, so nothing larger
//   clang -O3                                   34  105   unrolls what is run rarely
//   clang -Os                                   18   88   does not keep the tile's accumulators in registers
//   without wasm-opt                            28  104   clang leaves constant offsets out of loads (--low-memory-unused)
//   the same with relaxed SIMD                  40   95   the second module: a fused multiply-add where the machine has one
//     and of it, tile 3 × 3                     39  100   leaves a rest of every 64 columns: slower on weight gradients
//     tile 4 × 2, 4 × 3, 5 × 2, 6 × 2           34, 27, 25, 23
// With the fused multiply-add that is 80 to 85 % of what multiply-adds alone reach there (45 GFLOP/s).
// Clang's own vectorisation of what is vectors already only adds code.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const kernelFolder = join(packageFolder, 'node_modules', '@prattle', 'engine', 'native');
const hostFolder = join(packageFolder, 'native');
const optimizer = join(packageFolder, 'node_modules', 'binaryen', 'bin', 'wasm-opt');

const compiler = 'clang++-16';
const linker = 'wasm-ld-16';

const compileFlags = [
  ...['--target=wasm32-unknown-unknown', '-std=c++17', '-O2', '-ffreestanding', '-nostdlib', '-nostdlibinc'],
  ...['-msimd128', '-matomics', '-mbulk-memory', '-mnontrapping-fptoint', '-msign-ext'],
  ...['-fno-exceptions', '-fno-rtti', '-fno-threadsafe-statics', '-fno-math-errno', '-fno-trapping-math', '-ffp-contract=off'],
  ...['-fno-vectorize', '-fno-slp-vectorize', '-mllvm', '-inline-threshold=30'],
  ...['-fvisibility=hidden', '-Wall', '-Wextra', '-Werror'],
];

// The stack comes first, so that one that overflows ends the program instead of overwriting data; and so nothing that is
// in use lies in the first KiB, which is what --low-memory-unused relies on.
const linkFlags = [
  ...['--no-entry', '--import-memory', '--shared-memory', '--initial-memory=1048576', '--max-memory=4294967296'],
  ...['-z', 'stack-size=262144', '--stack-first', '--export=__stack_pointer', '--gc-sections', '--strip-all'],
];

const optimizerFlags = [
  ...['-Os', '--low-memory-unused', '--enable-threads', '--enable-simd', '--enable-bulk-memory'],
  ...['--enable-relaxed-simd', '--enable-sign-ext', '--enable-nontrapping-float-to-int', '--enable-mutable-globals'],
];

/** @returns {string | undefined} what is missing for a build */
export function missingTool() {
  return [compiler, linker].find((tool) => {
    try {
      execFileSync(tool, ['--version'], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
}

/** A module for each instruction set. */
export const variants = [
  { file: 'simd128.wasm', flags: ['-DPRATTLE_ISA=simd128'] },
  { file: 'relaxed.wasm', flags: ['-DPRATTLE_ISA=relaxed', '-mrelaxed-simd'] },
];

/** Builds the modules. @param {string} outputFolder */
export function buildWasm(outputFolder) {
  for (const { file, flags } of variants) buildModule(join(outputFolder, file), flags);
}

/** @param {string} output @param {readonly string[]} flags */
function buildModule(output, flags) {
  const folder = mkdtempSync(join(tmpdir(), 'prattle-wasm-'));
  const run = (/** @type {string} */ command, /** @type {string[]} */ args) =>
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    const objects = [join(kernelFolder, 'kernels.cc'), ...['engine.cc', 'host.cc', 'heap.cc'].map((name) => join(hostFolder, name))].map(
      (source, i) => {
        const object = join(folder, `${i}.o`);
        run(compiler, [...compileFlags, ...flags, `-I${kernelFolder}`, `-I${hostFolder}`, '-c', source, '-o', object]);
        return object;
      },
    );
    const linked = join(folder, 'linked.wasm');
    run(linker, [...objects, ...linkFlags, '-o', linked]);
    run(process.execPath, [optimizer, linked, ...optimizerFlags, '-o', output]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const missing = missingTool();
  if (missing === undefined) buildWasm(join(packageFolder, 'wasm'));
  else {
    console.error(`[prattle/backend-wasm] ${missing} was not found. Install clang 16 and lld 16 (on Debian: apt install clang-16 lld-16).`);
    process.exitCode = 1;
  }
}
