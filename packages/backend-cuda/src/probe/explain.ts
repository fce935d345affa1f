import { explainNoDevice, explainNoDriver, explainOldDriver, noGpu } from './driver-failure.js';
import type { Explanation } from './explanation.js';
import type { Machine } from './machine.js';
import { hasNvidiaGpu } from './surroundings.js';

/** What the addon throws: a code of native/driver.h, and what the driver or the loader said. */
export interface DriverFailure {
  readonly code?: string;
  readonly message: string;
}

/** Why a device cannot be used, for people. */
export function explainFailure(machine: Machine, { code, message }: DriverFailure): Explanation {
  switch (code) {
    case 'no-driver':
      return explainNoDriver(machine, message);
    case 'old-driver':
      return explainOldDriver(machine, message);
    case 'no-device':
      return explainNoDevice(machine, message);
    case 'no-cublas':
      return {
        reason: `cuBLASLt cannot be used: ${message}`,
        remedy: 'Name another with --cublas, or leave it out: our own kernels do the same.',
      };
    default:
      return { reason: `The GPU cannot be used: ${message}`, remedy: 'See what nvidia-smi says of it, or use another backend.' };
  }
}

const BUILD = 'pnpm --filter @prattle/backend-cuda device';

/** What a build left behind where it made nothing: build/addon.json, build/kernels.json. */
export interface BuildInfo {
  readonly reason?: string;
  readonly remedy?: string;
}

/** @param info undefined where nothing was tried: the build is for machines with a driver or nvcc */
export function explainMissingAddon(machine: Machine, info: BuildInfo | undefined): Explanation {
  if (hasNvidiaGpu(machine) === false) return noGpu;
  const reason = info?.reason === undefined ? 'The native addon is not built' : `The native addon is not built: ${info.reason}`;
  return { reason, remedy: info?.remedy ?? `Install a release, or build it: ${BUILD}.` };
}

/** @param name the package that an installation has addon and kernels from */
export function explainMissingPackage(machine: Machine, name: string): Explanation {
  if (hasNvidiaGpu(machine) === false) return noGpu;
  return {
    reason: 'This installation has no CUDA addon for this machine',
    remedy: `Install ${name} (npm leaves it out with --omit=optional); where there is none, use another backend.`,
  };
}

/** @param info undefined where nothing was tried */
export function explainMissingKernels(info: BuildInfo | undefined): Explanation {
  const why = info?.reason === undefined ? '' : ` (${info.reason})`;
  return {
    reason: `The kernels for the device are not built${why}`,
    remedy: `Install a release, which has them; or install NVIDIA's CUDA toolkit, or set NVCC to its nvcc, and run: ${BUILD}.`,
  };
}
