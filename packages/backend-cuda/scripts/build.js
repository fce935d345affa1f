// Builds what can be built here and has changed: the addon, the kernels for devices (where nvcc is found) and the
// emulated driver. What can't be built is no failure: its .json in build/ says why, and so does the backend's probe.
//   node scripts/build.js             what runs a device: addon and kernels, which take nvcc minutes
//   node scripts/build.js --emulated  what tests run without one: addon and emulated driver; nvcc only says whether it takes the kernels
import { existsSync, rmSync } from 'node:fs';
import { findCompiler, findNodeHeaders, firstError, hashOf, link, readJson, writeJson } from '@prattle/tooling-native';
import {
  addonFile,
  builtKernels,
  checkedKernels,
  checkKernels,
  compileAddon,
  compileEmulator,
  compileKernels,
  emulatorFile,
  findNvcc,
  infoFile,
  packageFolder,
  sourcesHash,
} from './parts.js';

const emulated = process.argv.includes('--emulated');
const compiler = findCompiler();
const nvcc = findNvcc();
const sharedFlags = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-pthread'];

/**
 * @param {string} part @param {string} output @param {unknown} tool the compiler's version; undefined when there is none
 * @param {{ reason: string, remedy: string }} missing what to say when there is none @param {() => Promise<unknown>} make
 */
async function build(part, output, tool, missing, make) {
  const key = hashOf(tool, process.platform, process.arch, sourcesHash);
  const info = readJson(infoFile(part));
  if (info?.key === key && (info.reason || existsSync(output))) return;
  const start = performance.now();
  try {
    if (tool === undefined) throw Object.assign(new Error(missing.reason), { remedy: missing.remedy });
    await make();
    writeJson(infoFile(part), { key });
    console.log(`CUDA backend: ${part} built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    rmSync(output, { force: true, recursive: true });
    writeJson(infoFile(part), { key, reason: firstError(error), remedy: error.remedy ?? 'Mend what the compiler says, then build again.' });
    console.log(`CUDA backend: ${part} not built: ${firstError(error)}`);
  }
}

const noCompiler = {
  reason: 'no C++ compiler was found',
  remedy: 'Install g++ or clang++, then run: pnpm --filter @prattle/backend-cuda device.',
};
const noNvcc = {
  reason: 'no nvcc was found',
  remedy: "Install NVIDIA's CUDA toolkit (or set NVCC to its nvcc), then run: pnpm --filter @prattle/backend-cuda device.",
};
await build('addon', addonFile, compiler, noCompiler, async () => {
  const headers = findNodeHeaders(packageFolder);
  if (!headers)
    throw Object.assign(new Error('node_api.h was not found'), { remedy: 'Run `pnpm install`, which brings node-api-headers.' });
  await link(compiler, await compileAddon(compiler, headers), addonFile, [...sharedFlags, '-s']);
});
if (!emulated) {
  await build('kernels', builtKernels, nvcc, noNvcc, () => compileKernels(nvcc));
} else {
  await build('emulator', emulatorFile, compiler, noCompiler, async () =>
    link(compiler, await compileEmulator(compiler), emulatorFile, sharedFlags),
  );
  await build('checked', checkedKernels, nvcc, noNvcc, () => checkKernels(nvcc));
}
