import { describe, expect, it } from 'vitest';
import { type Pretended, pretendedMachine } from '../test/pretended-machine.js';
import { explainFailure } from './explain.js';

const NOT_THERE = 'libcuda.so.1: cannot open shared object file: No such file or directory';
const gpu = { '/sys/bus/pci/devices/0000:01:00.0/vendor': '0x10de\n', '/sys/bus/pci/devices/0000:01:00.0/class': '0x030200\n' };
const noGpu = { '/sys/bus/pci/devices/0000:00:02.0/vendor': '0x8086\n', '/sys/bus/pci/devices/0000:00:02.0/class': '0x030000\n' };
/** NVIDIA makes network cards and sound for its GPUs, too. */
const soundOnly = { '/sys/bus/pci/devices/0000:01:00.1/vendor': '0x10de\n', '/sys/bus/pci/devices/0000:01:00.1/class': '0x040300\n' };
const device = { '/dev/nvidia0': '', '/dev/nvidiactl': '' };
const docker = { '/.dockerenv': '' };
const wsl = { '/proc/version': 'Linux version 5.15.153.1-microsoft-standard-WSL2' };
const loaded = {
  '/proc/driver/nvidia/version':
    'NVRM version: NVIDIA UNIX x86_64 Kernel Module  418.87.01  Wed Sep 25 06:00:38 UTC 2019\nGCC version: 9\n',
};
const loadedOpen = {
  '/proc/driver/nvidia/version':
    'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release Build  (dvs-builder@U16)  Wed Feb 26 2025\n',
};

describe('without a driver', () => {
  it.each<[string, Pretended, string, string]>([
    ['macOS', { platform: 'darwin' }, 'There is no CUDA for macOS', 'Use the backend webgpu'],
    ['no GPU', { files: noGpu }, 'This machine has no NVIDIA GPU', '--backend auto'],
    ["a GPU's sound alone", { files: soundOnly }, 'This machine has no NVIDIA GPU', '--backend auto'],
    ['a container where no GPU is', { files: { ...docker, ...noGpu } }, 'This machine has no NVIDIA GPU', '--backend auto'],
    ['a GPU', { files: gpu }, "NVIDIA's driver is not installed", 'Install driver 470 or newer'],
    ['nothing known', {}, "NVIDIA's driver is not installed", 'No CUDA toolkit is needed'],
    ['half a driver', { files: { ...gpu, ...loadedOpen } }, 'The driver 570.124.06 is loaded', 'Ubuntu: libnvidia-compute-570'],
    ['Docker', { files: { ...docker, ...gpu } }, 'No GPU was given to this container', 'docker run --gpus all'],
    ['Podman', { files: { '/run/.containerenv': '', ...gpu } }, 'No GPU was given to this container', '--device nvidia.com/gpu=all'],
    ['a container by its cgroup', { files: { '/proc/1/cgroup': '0::/docker/abc\n' } }, 'No GPU was given to this container', 'toolkit'],
    ['a pod', { environment: { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, files: gpu }, 'No GPU was given to this pod', 'nvidia.com/gpu: 1'],
    ['capabilities left out', { files: { ...docker, ...device } }, 'not the part of the driver', 'NVIDIA_DRIVER_CAPABILITIES=compute'],
    ['WSL', { files: wsl }, 'No driver is visible in WSL', "NVIDIA's driver in Windows, not in Linux"],
    ['WSL, not looked at', { files: { ...wsl, '/usr/lib/wsl/lib/libcuda.so.1': '' } }, 'is in /usr/lib/wsl/lib', 'LD_LIBRARY_PATH='],
    ['NixOS', { files: { '/run/opengl-driver/lib/libcuda.so.1': '' } }, 'is in /run/opengl-driver/lib', 'LD_LIBRARY_PATH='],
  ])('on a machine with %s', (_, pretended, reason, remedy) => {
    const explanation = explainFailure(pretendedMachine(pretended), { code: 'no-driver', message: NOT_THERE });
    expect(explanation.reason).toContain(reason);
    expect(explanation.remedy).toContain(remedy);
    expect(explanation.reason).not.toMatch(/\.$/);
    expect(explanation.remedy).toMatch(/\.$/);
  });

  it('on Windows', () => {
    const failure = { code: 'no-driver', message: 'nvcuda.dll could not be loaded (error 126)' };
    expect(explainFailure(pretendedMachine({ platform: 'win32' }), failure).reason).toContain('error 126');
  });

  it('with one that the loader refuses', () => {
    const failure = { code: 'no-driver', message: 'libcuda.so.1: version `GLIBC_2.27` not found' };
    const explanation = explainFailure(pretendedMachine({ files: gpu }), failure);
    expect(explanation.reason).toContain('GLIBC_2.27');
    expect(explanation.remedy).toContain('glibc');
  });
});

it('says which driver is there and which is needed', () => {
  const failure = { code: 'old-driver', message: 'it supports CUDA 10.1; 11.4 is needed' };
  const { reason, remedy } = explainFailure(pretendedMachine({ files: loaded }), failure);
  expect(reason).toBe("NVIDIA's driver is too old: it supports CUDA 10.1; 11.4 is needed; version 418.87.01 is installed");
  expect(remedy).toContain('470 or newer');
  expect(explainFailure(pretendedMachine(), failure).reason).toMatch(/11\.4 is needed$/);
});

describe('with a driver and without a device', () => {
  const NO_DEVICE = 'CUDA_ERROR_NO_DEVICE (no CUDA-capable device is detected)';
  it.each<[string, Pretended, string, string, string]>([
    ['all hidden', { environment: { CUDA_VISIBLE_DEVICES: '' } }, NO_DEVICE, 'CUDA_VISIBLE_DEVICES is ""', 'Unset it'],
    ['all hidden by -1', { environment: { CUDA_VISIBLE_DEVICES: '-1' } }, NO_DEVICE, 'CUDA_VISIBLE_DEVICES is "-1"', 'Unset it'],
    ['another one named', { environment: { CUDA_VISIBLE_DEVICES: '7' } }, NO_DEVICE, 'CUDA_VISIBLE_DEVICES=7', 'nvidia-smi --list-gpus'],
    ['a container', { files: docker }, NO_DEVICE, 'No GPU was given to this container', '--gpus all'],
    ['no GPU', { files: noGpu }, NO_DEVICE, 'has no NVIDIA GPU', '--backend auto'],
    ['a GPU', { files: { ...gpu, ...device } }, NO_DEVICE, NO_DEVICE, 'nvidia-smi'],
    ['a number too high', {}, 'there is no device 3, only 1, counted from 0', 'There is no device 3, only 1', '--device'],
    ['a stub', {}, 'CUDA_ERROR_STUB_LIBRARY (…)', "toolkit's stand-in", 'stubs'],
    ['an update', {}, 'CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (…)', 'updated while it was running', 'Restart'],
    ['a missing service', {}, 'CUDA_ERROR_SYSTEM_NOT_READY (…)', 'not ready', 'fabricmanager'],
    ['a missing module', {}, 'CUDA_ERROR_UNKNOWN (unknown error)', 'cannot be started', 'nvidia_uvm'],
    ['a compatibility package', {}, 'CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE (…)', 'compatibility package', 'LD_LIBRARY_PATH'],
    ['no rights', {}, 'CUDA_ERROR_OPERATING_SYSTEM (…)', 'may not open', '/dev/nvidia*'],
  ])('because of %s', (_, pretended, message, reason, remedy) => {
    const explanation = explainFailure(pretendedMachine(pretended), { code: 'no-device', message });
    expect(explanation.reason).toContain(reason);
    expect(explanation.remedy).toContain(remedy);
  });
});

it('says what can be done without a library that does not fit', () => {
  const { reason, remedy } = explainFailure(pretendedMachine(), { code: 'no-cublas', message: '/x.so: cannot open shared object file' });
  expect(reason).toContain('/x.so');
  expect(remedy).toContain('--cublas');
});

it('passes on what it does not know', () => {
  expect(explainFailure(pretendedMachine(), { message: 'something else' }).reason).toContain('something else');
});
