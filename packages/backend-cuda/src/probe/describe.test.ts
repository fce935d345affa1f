import { describe, expect, it } from 'vitest';
import { pretendedMachine } from '../test/pretended-machine.js';
import { describeDevice } from './describe.js';
import { explainMissingAddon, explainMissingKernels } from './explain.js';

const h100 = { name: 'NVIDIA H100 80GB HBM3', driverVersion: 12040, major: 9, minor: 0, multiprocessors: 132, memory: 79.1 * 2 ** 30 };

describe('a device', () => {
  it('is described', () => {
    const version = 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024';
    const machine = pretendedMachine({ files: { '/proc/driver/nvidia/version': version } });
    expect(describeDevice(machine, h100, { path: '/usr/lib/libcublasLt.so.12' })).toEqual({
      available: true,
      device: 'NVIDIA H100 80GB HBM3 (79.1 GiB, compute capability 9.0)',
      details: { driver: '550.54.15, CUDA 12.4', multiprocessors: 132, products: 'cuBLASLt (/usr/lib/libcublasLt.so.12)' },
    });
  });

  it('is refused when it is older than the kernels', () => {
    const pascal = describeDevice(pretendedMachine(), { ...h100, name: 'NVIDIA GeForce GTX 1080', major: 6, minor: 1 }, {});
    expect(pascal).toMatchObject({ available: false, reason: expect.stringContaining('6.1; 7.5 is needed') });
    expect(describeDevice(pretendedMachine(), { ...h100, major: 7, minor: 0 }, {}).available).toBe(false);
    expect(describeDevice(pretendedMachine(), { ...h100, major: 7, minor: 5 }, {}).available).toBe(true);
  });

  it('is never chosen by itself when it is only emulated', () => {
    expect(describeDevice(pretendedMachine(), { ...h100, name: 'Emulated device' }, {})).toMatchObject({ priority: 5 });
    expect(describeDevice(pretendedMachine(), h100, {})).not.toHaveProperty('priority');
  });
});

describe('what is not built', () => {
  it('says why, as far as anything was tried', () => {
    expect(explainMissingAddon(pretendedMachine(), undefined)).toEqual({
      reason: 'The native addon is not built',
      remedy: 'Install a release, or build it: pnpm --filter @prattle/backend-cuda device.',
    });
    expect(explainMissingAddon(pretendedMachine(), { reason: 'no C++ compiler was found', remedy: 'Install g++.' })).toEqual({
      reason: 'The native addon is not built: no C++ compiler was found',
      remedy: 'Install g++.',
    });
    expect(explainMissingKernels({ reason: 'no nvcc was found' })).toMatchObject({
      reason: 'The kernels for the device are not built (no nvcc was found)',
      remedy: expect.stringMatching(/^Install a release.*NVCC/),
    });
  });
});
