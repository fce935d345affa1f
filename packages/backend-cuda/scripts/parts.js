// What is built here: the addon, the kernels for the device, and the emulated driver that tests run them with.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeFlags, compileObjects, findCommand, hashFolders, hashOf, outputFolder } from '@prattle/tooling-native';

export const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const engineFolder = join(packageFolder, 'node_modules', '@prattle', 'engine', 'native');
const kernelFolder = join(packageFolder, 'src', 'kernels');
const nativeFolder = join(packageFolder, 'native');
const emulatorFolder = join(packageFolder, 'emulator');
export const buildFolder = join(packageFolder, 'build');

/** @typedef {import('@prattle/tooling-native').Compiler} Compiler */
/** @typedef {import('@prattle/tooling-native').Tool} Tool */

export const addonName = 'prattle-cuda.node';
/** The kernels for devices, a file for every source. */
export const builtKernels = join(buildFolder, 'kernels');
export const checkedKernels = join(buildFolder, 'checked');
export const emulatorFile = join(buildFolder, 'libcuda-emulated.so');

const filesOf = (/** @type {string} */ folder, /** @type {string} */ ending) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));

const kernelSources = () => filesOf(kernelFolder, '.cu');

const sourceFolders = [engineFolder, kernelFolder, nativeFolder, emulatorFolder];

/** A fingerprint of all C++ and CUDA sources. */
export const sourcesHash = hashFolders(sourceFolders, /\.(h|cc|cu|cuh)$/);
const headersHash = hashFolders(sourceFolders, /\.(h|cuh)$/);

/** What an object depends on: its source, and every header. @param {string} input @param {...unknown} others */
const keyOf = (input, ...others) => hashOf(readFileSync(input, 'utf8'), headersHash, others);

/** @returns the first of $NVCC, nvcc, and where toolkits usually are */
export const findNvcc = () => findCommand([process.env.NVCC, 'nvcc', '/usr/local/cuda/bin/nvcc']);

const includes = [engineFolder, nativeFolder, kernelFolder].map((folder) => `-I${folder}`);
const commonFlags = ['-std=c++17', '-Wall', '-Wextra', ...includes];

/**
 * @param {Compiler} compiler
 * @param {string} part names the objects
 * @param {readonly string[]} sources
 * @param {readonly string[]} flags
 */
function compilePart(compiler, part, sources, flags) {
  const all = [...commonFlags, ...codeFlags(compiler), ...flags];
  return compileObjects(
    compiler,
    sources.map((input) => ({
      input,
      flags: all,
      key: keyOf(input, compiler, all),
      object: join(outputFolder(buildFolder, compiler), 'objects', `${part}-${basename(input)}.o`),
    })),
  );
}

/** @param {Compiler} compiler @param {string} headers the folder of node_api.h */
export function compileAddon(compiler, headers) {
  const sources = filesOf(nativeFolder, '.cc');
  if (compiler.platform === 'win32') sources.push(join(engineFolder, 'napi_windows.cc'));
  return compilePart(compiler, 'addon', sources, ['-O2', `-I${headers}`]);
}

/** The kernels for the CPU, and the driver that runs them. @param {Compiler} compiler */
export async function compileEmulator(compiler) {
  // Arithmetic as the device's compiler does it: products and sums are contracted, nothing else is rearranged.
  const flags = ['-O2', '-ffp-contract=fast', '-fno-math-errno', '-Wno-unknown-pragmas', `-I${emulatorFolder}`];
  return [
    ...(await compilePart(compiler, 'emulator', filesOf(emulatorFolder, '.cc'), [...flags, '-fvisibility=default', '-U_FORTIFY_SOURCE'])),
    ...(await compilePart(compiler, 'emulated', kernelSources(), [...flags, '-x', 'c++'])),
  ];
}

/**
 * What nvcc makes of the kernels: PTX for sm_75, which every newer driver compiles for its device, and machine code for
 * the devices that most people rent.
 */
const targets = ['arch=compute_75,code=compute_75', 'arch=compute_80,code=sm_80', 'arch=compute_90,code=[sm_90,compute_90]'];

const kernelFlags = ['-std=c++17', '-O3', '--expt-relaxed-constexpr', ...includes];

/** @param {Tool} nvcc @param {string} folder @param {string} ending @param {readonly string[]} flags */
function compileKernelFiles(nvcc, folder, ending, flags) {
  const all = [...kernelFlags, ...flags];
  const jobs = kernelSources().map((input) => {
    return { input, flags: all, key: keyOf(input, nvcc, all), object: join(folder, `${basename(input, '.cu')}.${ending}`) };
  });
  return compileObjects(nvcc, jobs, []);
}

/** The kernels for devices. @param {Tool} nvcc */
export const compileKernels = (nvcc) =>
  compileKernelFiles(nvcc, builtKernels, 'fatbin', ['-fatbin', ...targets.flatMap((target) => ['-gencode', target])]);

/** Whether nvcc takes the kernels: for one target, and not as far as machine code. @param {Tool} nvcc */
export const checkKernels = (nvcc) => compileKernelFiles(nvcc, checkedKernels, 'ptx', ['-ptx', '-arch=compute_90']);
