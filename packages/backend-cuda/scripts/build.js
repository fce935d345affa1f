// Builds what can be built here and has changed: the addon, the kernels for devices (where nvcc is found) and the
// emulated driver. What can't be built is no failure: its .json in build/ says why, and so does the backend's probe.
//   node scripts/build.js             what runs a device: addon and kernels, which take nvcc minutes
//   node scripts/build.js --emulated  what tests run without one: addon and emulated driver; nvcc only says whether it takes the kernels
//   CXX=x86_64-w64-mingw32-g++-posix node scripts/build.js   for Windows, from another system: build/win32/prattle-cuda.node
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  addonFlags,
  findCompiler,
  findNodeHeaders,
  firstError,
  hashOf,
  link,
  outputFolder,
  readJson,
  writeJson,
} from '@prattle/tooling-native';
import {
  addonName,
  buildFolder,
  builtKernels,
  checkedKernels,
  checkKernels,
  compileAddon,
  compileEmulator,
  compileKernels,
  emulatorFile,
  findNvcc,
  packageFolder,
  sourcesHash,
} from './parts.js';

const emulated = process.argv.includes('--emulated');
const compiler = findCompiler();
const nvcc = findNvcc();
const folder = compiler ? outputFolder(buildFolder, compiler) : buildFolder;
const addonFile = join(folder, addonName);

/**
 * @param {string} part @param {string} output @param {unknown} tool the compiler's version; undefined when there is none
 * @param {{ reason: string, remedy: string }} missing what to say when there is none @param {() => Promise<unknown>} make
 */
async function build(part, output, tool, missing, make) {
  const key = hashOf(tool, process.platform, process.arch, sourcesHash);
  const infoFile = join(folder, `${part}.json`);
  const info = readJson(infoFile);
  if (info?.key === key && (info.reason || existsSync(output))) return;
  const start = performance.now();
  try {
    if (tool === undefined) throw Object.assign(new Error(missing.reason), { remedy: missing.remedy });
    await make();
    writeJson(infoFile, { key });
    console.log(`CUDA backend: ${part} built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    rmSync(output, { force: true, recursive: true });
    writeJson(infoFile, { key, reason: firstError(error), remedy: error.remedy ?? 'Mend what the compiler says, then build again.' });
    console.log(`CUDA backend: ${part} not built: ${firstError(error)}`);
  }
}

const noCompiler = {
  reason: 'no C++ compiler was found',
  remedy: 'Install g++ or clang++, then run: pnpm --filter @prattle/backend-cuda device.',
};
const noEmulator = { reason: 'there is no emulated driver for Windows', remedy: 'Run the tests on a device, or on another system.' };
const noNvcc = {
  reason: 'no nvcc was found',
  remedy: "Install NVIDIA's CUDA toolkit (or set NVCC to its nvcc), then run: pnpm --filter @prattle/backend-cuda device.",
};
await build('addon', addonFile, compiler, noCompiler, async () => {
  const headers = findNodeHeaders(packageFolder);
  if (!headers)
    throw Object.assign(new Error('node_api.h was not found'), { remedy: 'Run `pnpm install`, which brings node-api-headers.' });
  await link(compiler, await compileAddon(compiler, headers), addonFile, addonFlags(compiler));
});
// An addon for another platform is all that is made for it: its kernels are the same, and no test runs it here.
const isForHere = folder === buildFolder;
if (isForHere && !emulated) await build('kernels', builtKernels, nvcc, noNvcc, () => compileKernels(nvcc));
if (isForHere && emulated) {
  // Its fibers are those of POSIX.
  const [host, missing] = process.platform === 'win32' ? [undefined, noEmulator] : [compiler, noCompiler];
  await build('emulator', emulatorFile, host, missing, async () =>
    link(compiler, await compileEmulator(compiler), emulatorFile, addonFlags(compiler)),
  );
  await build('checked', checkedKernels, nvcc, noNvcc, () => checkKernels(nvcc));
}
