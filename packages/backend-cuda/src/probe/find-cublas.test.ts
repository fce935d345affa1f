import { describe, expect, it } from 'vitest';
import { pretendedMachine } from '../test/pretended-machine.js';
import { describeProducts } from './describe.js';
import { findCublas } from './find-cublas.js';

const withFiles = (...paths: string[]) => ({ files: Object.fromEntries(paths.map((path) => [path, ''])) });

describe('cuBLASLt is found', () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['in the folders of the loader', '/opt/libraries/libcublasLt.so.12', { LD_LIBRARY_PATH: '/nowhere:/opt/libraries' }],
    ['in the toolkit', '/usr/local/cuda/lib64/libcublasLt.so.13', {}],
    ['in a toolkit with a number', '/usr/local/cuda-12.4/lib64/libcublasLt.so.12', {}],
    ['in a toolkit elsewhere', '/opt/cuda/lib64/libcublasLt.so.12', { CUDA_HOME: '/opt/cuda' }],
    ["among Debian's libraries", '/usr/lib/x86_64-linux-gnu/libcublasLt.so.12', {}],
    ["in the system's Python", '/usr/local/lib/python3.12/dist-packages/nvidia/cublas/lib/libcublasLt.so.12', {}],
    ["in a user's Python", '/home/ann/.local/lib/python3.11/site-packages/nvidia/cu13/lib/libcublasLt.so.13', { HOME: '/home/ann' }],
    [
      'in an environment of Python',
      '/srv/model/.venv/lib/python3.12/site-packages/nvidia/cu13/lib/libcublasLt.so.13',
      { VIRTUAL_ENV: '/srv/model/.venv' },
    ],
    ['in a Conda environment', '/opt/ml/lib/python3.10/site-packages/nvidia/cublas/lib/libcublasLt.so.12', { CONDA_PREFIX: '/opt/ml' }],
  ])('%s', (_, path, environment) => {
    expect(findCublas(pretendedMachine({ ...withFiles(path), environment }))).toEqual({ path });
  });

  it('on Windows', () => {
    const path = 'C:\\CUDA\\bin\\cublasLt64_12.dll';
    const machine = pretendedMachine({ platform: 'win32', ...withFiles(path), environment: { PATH: 'C:\\Windows;C:\\CUDA\\bin' } });
    // The pretended machine knows paths with / alone; the exact path is enough here.
    expect(findCublas({ ...machine, list: () => [] })).toEqual({ path });
    expect(findCublas({ ...machine, list: () => [], environment: { CUDA_PATH_V12_4: 'C:\\CUDA' } })).toEqual({ path });
  });
});

it('prefers the environment in use, the toolkit in use, and then what is newer', () => {
  const files = withFiles(
    '/usr/local/cuda-12.4/lib64/libcublasLt.so.12',
    '/usr/local/cuda-12.10/lib64/libcublasLt.so.12',
    '/opt/own/libcublasLt.so.12',
    '/opt/own/libcublasLt.so.13',
  );
  expect(findCublas(pretendedMachine(files)).path).toBe('/usr/local/cuda-12.10/lib64/libcublasLt.so.12');
  expect(findCublas(pretendedMachine({ ...files, environment: { LD_LIBRARY_PATH: '/opt/own' } })).path).toBe('/opt/own/libcublasLt.so.13');
});

it('takes a file or a folder that is named, or none at all', () => {
  const machine = pretendedMachine(withFiles('/opt/own/libcublasLt.so.13', '/usr/local/cuda/lib64/libcublasLt.so.12'));
  expect(findCublas(machine, '/opt/own')).toEqual({ path: '/opt/own/libcublasLt.so.13' });
  expect(findCublas(machine, '/opt/own/libcublasLt.so.13')).toEqual({ path: '/opt/own/libcublasLt.so.13' });
  expect(findCublas(machine, '/not/there.so')).toEqual({ path: '/not/there.so' });
  expect(findCublas(machine, 'none')).toEqual({});
});

it('names one of a version that does not fit', () => {
  const search = findCublas(pretendedMachine(withFiles('/usr/local/cuda/lib64/libcublasLt.so.11')));
  expect(search).toEqual({ unfit: '/usr/local/cuda/lib64/libcublasLt.so.11' });
  expect(describeProducts(search)).toBe('own kernels (/usr/local/cuda/lib64/libcublasLt.so.11 is not of CUDA 12 or 13)');
  expect(describeProducts(findCublas(pretendedMachine()))).toBe('own kernels');
});
