import type { Available, Unavailable } from '@prattle/core';
import type { DeviceFacts } from '../addon/cuda-addon.js';
import type { CublasSearch } from './find-cublas.js';
import type { Machine } from './machine.js';
import { loadedDriver } from './surroundings.js';

/** What the driver says of a device, as far as it is told. */
type Facts = Pick<DeviceFacts, 'name' | 'driverVersion' | 'major' | 'minor' | 'multiprocessors' | 'memory'>;

/** The first devices that the kernels are for: Turing. */
const OLDEST = { major: 7, minor: 5 };
/** As the emulated driver of the tests calls its device. */
const EMULATED = 'Emulated device';
/** Below every backend that computes on the processor itself, but for tfjs's plain JavaScript. */
const EMULATED_PRIORITY = 5;

/** As a backend's `probe` answers for a device that is there. */
export function describeDevice(machine: Machine, facts: Facts, cublas: CublasSearch): Available | Unavailable {
  const { name, major, minor, multiprocessors } = facts;
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
    return {
      available: false,
      reason: `${name} has compute capability ${major}.${minor}; ${OLDEST.major}.${OLDEST.minor} is needed (a GPU of 2018 or newer)`,
      remedy: 'Use another backend, or choose another device of this machine with --device.',
    };
  }
  const memory = `${(facts.memory / 2 ** 30).toFixed(1)} GiB`;
  const module = loadedDriver(machine);
  return {
    available: true,
    device: `${name} (${memory}, compute capability ${major}.${minor})`,
    details: {
      driver: `${module === undefined ? '' : `${module}, `}CUDA ${versionText(facts.driverVersion)}`,
      multiprocessors,
      products: describeProducts(cublas),
    },
    ...(name === EMULATED && { priority: EMULATED_PRIORITY }),
  };
}

/** What computes products of matrices. */
export function describeProducts({ path, unfit }: CublasSearch): string {
  if (path !== undefined) return `cuBLASLt (${path})`;
  return unfit === undefined ? 'own kernels' : `own kernels (${unfit} is not of CUDA 12 or 13)`;
}

function versionText(version: number): string {
  return `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`;
}
