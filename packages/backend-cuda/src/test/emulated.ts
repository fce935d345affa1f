import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const build = (name: string) => fileURLToPath(new URL(`../../build/${name}`, import.meta.url));

/** The driver that runs kernels on the CPU, thread by thread; `pnpm emulator` in this package builds it and the addon. */
export const emulatedDriver = build('libcuda-emulated.so');

/** Whether the tests are to run on the machine's own device, as `pnpm test:cuda` has them. */
export const onDevice = process.env.PRATTLE_TEST_CUDA === 'device';

/**
 * Has the backend use the emulated device from now on, unless the tests are `onDevice`.
 * @returns whether it is there: the emulated one takes a C++ compiler
 */
export function useEmulatedDevice(): boolean {
  if (onDevice) return true;
  process.env.PRATTLE_CUDA_DRIVER = emulatedDriver;
  return existsSync(emulatedDriver) && existsSync(build('prattle-cuda.node'));
}
