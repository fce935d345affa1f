import type { Machine } from './machine.js';

/** What a program runs in, where that decides how it gets at a GPU. */
export type Surroundings = 'kubernetes' | 'container' | 'wsl' | 'plain';

export function surroundingsOf(machine: Machine): Surroundings {
  if (machine.environment.KUBERNETES_SERVICE_HOST !== undefined) return 'kubernetes';
  const groups = machine.read('/proc/1/cgroup') ?? '';
  const marked = machine.exists('/.dockerenv') || machine.exists('/run/.containerenv') || machine.environment.container !== undefined;
  if (marked || /docker|containerd|libpod|kubepods|lxc/.test(groups)) return 'container';
  return /microsoft/i.test(machine.read('/proc/version') ?? '') ? 'wsl' : 'plain';
}

const NVIDIA = '0x10de';
/** The class of display controllers, and of accelerators. */
const GRAPHICS = /^0x(03|12)/;

/** Whether an NVIDIA GPU is on the PCI bus (a container sees its host's); undefined where the bus cannot be seen. */
export function hasNvidiaGpu(machine: Machine): boolean | undefined {
  const bus = '/sys/bus/pci/devices';
  const devices = machine.list(bus);
  if (devices.length === 0) return undefined;
  return devices.some((device) => {
    const isNvidia = machine.read(`${bus}/${device}/vendor`)?.trim() === NVIDIA;
    return isNvidia && GRAPHICS.test(machine.read(`${bus}/${device}/class`) ?? '');
  });
}

/** Whether the device files are there through which a driver is reached. */
export function hasDeviceFiles(machine: Machine): boolean {
  return machine.list('/dev').some((name) => /^nvidia\d+$/.test(name)) || machine.exists('/dev/dxg');
}

/** "535.129.03": the version of the driver's kernel module, where one is loaded. */
export function loadedDriver(machine: Machine): string | undefined {
  return /Kernel Module.*?\s(\d+\.\d+(?:\.\d+)?)/.exec(machine.read('/proc/driver/nvidia/version') ?? '')?.[1];
}
