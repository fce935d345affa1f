import { posix, win32 } from 'node:path';
import type { Machine } from './machine.js';

/** Major versions whose interface is the one that is used here, best first. */
const MAJORS = ['13', '12'];

/** What was found of cuBLASLt, the library of products of matrices that CUDA toolkits and PyTorch bring. */
export interface CublasSearch {
  /** What to open; undefined: the backend's own kernels do it. */
  readonly path?: string;
  /** Found in other versions only; undefined where none was found, or one that fits. */
  readonly unfit?: string;
}

/**
 * Looks for cuBLASLt of CUDA 12 or 13.
 *
 * @param choice `auto`: in the usual places; `none`: not at all; else a file, or a folder that it is in
 * @throws nothing: a file that is not there is found out when it is opened
 */
export function findCublas(machine: Machine, choice = 'auto'): CublasSearch {
  if (choice === 'none') return {};
  const { join } = machine.platform === 'win32' ? win32 : posix;
  const names = MAJORS.map((major) => fileName(machine.platform, major));
  if (choice !== 'auto') {
    const inside = names.find((name) => machine.exists(join(choice, name)));
    return { path: inside === undefined ? choice : join(choice, inside) };
  }
  const folders = [...usualFolders(machine)];
  for (const folder of folders) {
    const name = names.find((candidate) => machine.exists(join(folder, candidate)));
    if (name !== undefined) return { path: join(folder, name) };
  }
  for (const folder of folders) {
    const name = machine.list(folder).find((candidate) => /^(libcublasLt\.so\.\d+|cublasLt64_\d+\.dll)$/.test(candidate));
    if (name !== undefined) return { unfit: join(folder, name) };
  }
  return {};
}

function fileName(platform: string, major: string): string {
  return platform === 'win32' ? `cublasLt64_${major}.dll` : `libcublasLt.so.${major}`;
}

function* usualFolders(machine: Machine): Generator<string> {
  const { environment, platform } = machine;
  if (platform === 'win32') {
    yield* listOf(environment.PATH, ';');
    for (const [name, folder] of Object.entries(environment)) {
      if (/^CUDA_PATH/i.test(name) && folder !== undefined) yield* [win32.join(folder, 'bin'), win32.join(folder, 'bin', 'x64')];
    }
    return;
  }
  yield* listOf(environment.LD_LIBRARY_PATH, ':');
  for (const root of [environment.CUDA_HOME, environment.CUDA_PATH]) if (root) yield posix.join(root, 'lib64');
  const toolkits = machine.list('/usr/local').filter((name) => /^cuda(-[\d.]+)?$/.test(name));
  // cuda points to the one that is in use; then the newest.
  for (const name of toolkits.sort((a, b) => (a === 'cuda' ? -1 : b === 'cuda' ? 1 : versionOf(b) - versionOf(a)))) {
    yield posix.join('/usr/local', name, 'lib64');
  }
  yield* ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64'];
  for (const packages of pythonPackages(machine)) {
    yield* ['cu13/lib', 'cublas/lib'].map((folder) => posix.join(packages, 'nvidia', folder));
  }
}

/** The folders in which Python keeps packages: of the environment in use, of the user, of the system. */
function* pythonPackages(machine: Machine): Generator<string> {
  const { VIRTUAL_ENV, CONDA_PREFIX, HOME, PYTHONPATH } = machine.environment;
  yield* listOf(PYTHONPATH, ':');
  const roots = [VIRTUAL_ENV, CONDA_PREFIX, HOME && posix.join(HOME, '.local'), '/usr/local', '/usr', '/opt/conda', '/opt/venv'];
  for (const root of roots) {
    if (!root) continue;
    const pythons = machine.list(posix.join(root, 'lib')).filter((name) => /^python3(\.\d+)?$/.test(name));
    for (const python of pythons.sort((a, b) => versionOf(b) - versionOf(a))) {
      yield* ['site-packages', 'dist-packages'].map((folder) => posix.join(root, 'lib', python, folder));
    }
  }
}

/** 12.4 before 12.10, as versions go: 12004, 12010. */
function versionOf(name: string): number {
  const [major = 0, minor = 0] = (/\d[\d.]*/.exec(name)?.[0] ?? '').split('.').map(Number);
  return major * 1000 + minor;
}

function listOf(text: string | undefined, separator: string): string[] {
  return (text ?? '').split(separator).filter((folder) => folder !== '');
}
