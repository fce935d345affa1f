import type { Explanation } from './explanation.js';
import type { Machine } from './machine.js';
import { hasDeviceFiles, hasNvidiaGpu, loadedDriver, surroundingsOf } from './surroundings.js';

const DOWNLOAD = 'https://www.nvidia.com/drivers';
/** The first driver that supports CUDA 11.4, which has all that is used here. */
const OLDEST_DRIVER = '470';
const OTHER_BACKEND = 'Use another backend: --backend auto takes the best there is.';

export const noGpu: Explanation = { reason: 'This machine has no NVIDIA GPU', remedy: OTHER_BACKEND };

/** Where a driver's library may lie that the loader does not look at by itself. */
const HIDDEN_PLACES = ['/usr/lib/wsl/lib', '/run/opengl-driver/lib', '/usr/local/nvidia/lib64', '/usr/local/nvidia/lib'];

/**
 * Why the driver's library was not found or not opened.
 * @param said what the loader said
 */
export function explainNoDriver(machine: Machine, said: string): Explanation {
  if (machine.platform === 'darwin') {
    return { reason: 'There is no CUDA for macOS', remedy: 'Use the backend webgpu for the GPU of a Mac, or cpu.' };
  }
  if (machine.platform === 'win32') {
    return { reason: `NVIDIA's driver is not installed (${said})`, remedy: `Install it: ${DOWNLOAD}.` };
  }
  const hidden = HIDDEN_PLACES.find((folder) => machine.exists(`${folder}/libcuda.so.1`));
  if (hidden !== undefined) {
    return {
      reason: `The driver's library is in ${hidden}, where the loader does not look`,
      remedy: `Set LD_LIBRARY_PATH=${hidden}.`,
    };
  }
  if (!/cannot open shared object file|no such file/i.test(said)) {
    return {
      reason: `The driver's library cannot be loaded (${said})`,
      remedy: 'Use a system with glibc (Debian, Ubuntu, Fedora; not Alpine) and the architecture of the driver.',
    };
  }
  const surroundings = surroundingsOf(machine);
  if (surroundings === 'wsl') {
    return {
      reason: 'No driver is visible in WSL (there is no /usr/lib/wsl/lib/libcuda.so.1)',
      remedy: `Install NVIDIA's driver in Windows, not in Linux (${DOWNLOAD}), and run wsl --update.`,
    };
  }
  if (hasNvidiaGpu(machine) === false && !hasDeviceFiles(machine)) {
    return noGpu;
  }
  if (surroundings !== 'plain') return explainContainer(machine, surroundings);
  const module = loadedDriver(machine);
  if (module !== undefined) {
    return {
      reason: `The driver ${module} is loaded, but its library libcuda.so.1 is not installed`,
      remedy: `Install the part of the driver that computes, of the same version (Debian: libcuda1; Ubuntu: libnvidia-compute-${module.split('.', 1)[0]}).`,
    };
  }
  return {
    reason: "NVIDIA's driver is not installed (there is no libcuda.so.1)",
    remedy: `Install driver ${OLDEST_DRIVER} or newer (Ubuntu: sudo ubuntu-drivers install; else ${DOWNLOAD}). No CUDA toolkit is needed.`,
  };
}

function explainContainer(machine: Machine, surroundings: 'kubernetes' | 'container'): Explanation {
  if (hasDeviceFiles(machine)) {
    return {
      reason: 'The container has the GPU but not the part of the driver that computes (libcuda.so.1)',
      remedy: 'Start it with NVIDIA_DRIVER_CAPABILITIES=compute,utility.',
    };
  }
  if (surroundings === 'kubernetes') {
    return {
      reason: 'No GPU was given to this pod',
      remedy: 'Ask for one in its resources (limits: nvidia.com/gpu: 1), on a cluster with the NVIDIA device plugin.',
    };
  }
  return {
    reason: 'No GPU was given to this container',
    remedy:
      'Start it with docker run --gpus all (podman: --device nvidia.com/gpu=all); the host needs the driver and the nvidia-container-toolkit.',
  };
}

/** @param said what was found and what is needed, as versions of CUDA */
export function explainOldDriver(machine: Machine, said: string): Explanation {
  const module = loadedDriver(machine);
  return {
    reason: `NVIDIA's driver is too old: ${said}${module === undefined ? '' : `; version ${module} is installed`}`,
    remedy: `Install driver ${OLDEST_DRIVER} or newer: ${DOWNLOAD}.`,
  };
}

/** What drivers say where they are there and find nothing to compute on. */
const refusals: readonly { readonly says: RegExp; readonly reason: string; readonly remedy: string }[] = [
  {
    says: /STUB_LIBRARY/,
    reason: "The libcuda.so.1 that was opened is the CUDA toolkit's stand-in, not a driver",
    remedy: 'Take the folder named stubs out of LD_LIBRARY_PATH.',
  },
  {
    says: /SYSTEM_DRIVER_MISMATCH/,
    reason: 'The driver was updated while it was running: its library and its kernel module are of different versions',
    remedy: 'Restart the machine. In a container, start the container anew.',
  },
  {
    says: /COMPAT_NOT_SUPPORTED/,
    reason: "CUDA's compatibility package is on the loader's path, which this GPU does not support",
    remedy: 'Take its folder (…/compat) out of LD_LIBRARY_PATH.',
  },
  {
    says: /SYSTEM_NOT_READY/,
    reason: 'The driver says that the system is not ready',
    remedy: 'On machines with NVSwitch, start the service nvidia-fabricmanager.',
  },
  {
    says: /OPERATING_SYSTEM|NOT_PERMITTED/,
    reason: 'The driver may not open the device files',
    remedy: 'Give the user access to /dev/nvidia* (often the group video or render).',
  },
  {
    says: /CUDA_ERROR_UNKNOWN/,
    reason: 'The driver cannot be started (CUDA_ERROR_UNKNOWN)',
    remedy: 'Load its module for computing (sudo modprobe nvidia_uvm; after a suspend, unload it first), or restart the machine.',
  },
];

/** Why a driver that is there has no device. @param said what it said */
export function explainNoDevice(machine: Machine, said: string): Explanation {
  const visible = machine.environment.CUDA_VISIBLE_DEVICES;
  if (visible !== undefined && !/^\s*(\d|GPU-|MIG-)/.test(visible)) {
    return {
      reason: `CUDA_VISIBLE_DEVICES is "${visible}", which hides every device`,
      remedy: 'Unset it, or name a device: CUDA_VISIBLE_DEVICES=0.',
    };
  }
  if (said.startsWith('there is no device')) {
    return { reason: said.replace(/^t/, 'T'), remedy: 'Choose another with --device; nvidia-smi --list-gpus shows them.' };
  }
  const known = refusals.find(({ says }) => says.test(said));
  if (known !== undefined) return known;
  if (visible !== undefined) {
    return {
      reason: `The driver finds no device among CUDA_VISIBLE_DEVICES=${visible} (${said})`,
      remedy: 'Name one that nvidia-smi --list-gpus shows, or unset it.',
    };
  }
  const surroundings = surroundingsOf(machine);
  if ((surroundings === 'container' || surroundings === 'kubernetes') && !hasDeviceFiles(machine)) {
    return explainContainer(machine, surroundings);
  }
  if (hasNvidiaGpu(machine) === false) {
    return { reason: "NVIDIA's driver is installed, but this machine has no NVIDIA GPU", remedy: OTHER_BACKEND };
  }
  return { reason: `The driver finds no device (${said})`, remedy: 'See what nvidia-smi says of it.' };
}
