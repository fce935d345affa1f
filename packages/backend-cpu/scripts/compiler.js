// What this package's programs are made of, and how they are compiled.
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeFlags, compileObjects, findNodeHeaders as findHeaders, hashFolders, hashOf, outputFolder } from '@prattle/tooling-native';

export const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const nativeFolder = join(packageFolder, 'native');
/** The kernels, which every engine shares. */
const kernelFolder = join(packageFolder, 'node_modules', '@prattle', 'engine', 'native');
export const buildFolder = join(packageFolder, 'build');

/** @typedef {import('@prattle/tooling-native').Compiler} Compiler */

/** The folder of `node_api.h`. */
export const findNodeHeaders = () => findHeaders(packageFolder);

/** A fingerprint of everything that the sources are made of: a change in any file compiles all anew, which takes seconds. */
export const hashSources = () => hashFolders([kernelFolder, nativeFolder], /\.(h|cc)$/);

/** The harness's own sources. */
export const harnessSources = () => readdirSync(join(nativeFolder, 'harness')).filter((file) => file.endsWith('.cc'));

const commonFlags = ['-std=c++17', '-fno-math-errno', '-fno-trapping-math', '-ffp-contract=fast', '-Wall', '-Wextra', '-Wno-uninitialized'];
export const releaseFlags = ['-O3'];

/** What an addon has besides the engine: itself, and how it finds Node's functions. @param {Compiler} compiler */
export const addonSources = ({ platform }) => ['addon.cc', ...(platform === 'win32' ? [join(kernelFolder, 'napi_windows.cc')] : [])];

/** What every program here is made of but its own files: the engine, and the kernels for every instruction set. */
export function engineSources(architecture = process.arch) {
  const sets = [{ name: 'baseline', flags: [] }];
  if (architecture === 'x64') {
    sets.unshift(
      { name: 'avx512', flags: ['-mavx512f', '-mavx512vl', '-mavx512dq', '-mavx512bw', '-mavx2', '-mfma', '-mprefer-vector-width=512'] },
      { name: 'avx2', flags: ['-mavx2', '-mfma'] },
    );
  }
  const defines = sets.filter(({ name }) => name !== 'baseline').map(({ name }) => `-DPRATTLE_HAS_${name.toUpperCase()}`);
  const kernels = sets.map(({ name, flags }) => ({
    source: join(kernelFolder, 'kernels.cc'),
    flags: ['-fno-exceptions', '-fno-rtti', ...flags, `-DPRATTLE_ISA=${name}`],
  }));
  return [...kernels, ...['threads.cc', 'host.cc', 'cpu.cc'].map((source) => ({ source, flags: defines }))];
}

/**
 * Compiles sources to objects; an object that is up to date stays.
 * @param {Compiler} compiler
 * @param {readonly { source: string, flags: readonly string[] }[]} sources
 * @param {string} [variant] tells apart what is compiled from the same source with other flags
 * @returns {Promise<string[]>} the object files
 */
export async function compile(compiler, sources, variant = '') {
  const sourceHash = hashSources();
  const jobs = sources.map(({ source, flags: own }) => {
    const flags = [...commonFlags, ...codeFlags(compiler), ...own, `-I${kernelFolder}`, `-I${nativeFolder}`];
    const isa = own.find((flag) => flag.startsWith('-DPRATTLE_ISA='))?.split('=')[1] ?? '';
    const object = join(
      outputFolder(buildFolder, compiler),
      'objects',
      `${[basename(source, '.cc'), isa, variant].filter(Boolean).join('-')}.o`,
    );
    return { input: resolve(nativeFolder, source), flags, object, key: hashOf(compiler, sourceHash, flags) };
  });
  return compileObjects(compiler, jobs);
}
