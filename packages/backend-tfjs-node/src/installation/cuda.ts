import type { Unavailable } from '@prattle/core';
import { unavailable } from '../unavailable.js';
import { type LibraryPlaces, missingLibraries } from './libraries.js';

/** What the TensorFlow of tfjs-node-gpu (2.9) opens; without any one of them it says so and runs on the CPU. */
const libraries: Readonly<Record<string, { readonly driver: string; readonly cuda: readonly string[] }>> = {
  linux: {
    driver: 'libcuda.so.1',
    cuda: [
      'libcudart.so.11.0',
      'libcublas.so.11',
      'libcublasLt.so.11',
      'libcufft.so.10',
      'libcurand.so.10',
      'libcusolver.so.11',
      'libcusparse.so.11',
      'libcudnn.so.8',
    ],
  },
  win32: {
    driver: 'nvcuda.dll',
    cuda: [
      'cudart64_110.dll',
      'cublas64_11.dll',
      'cublasLt64_11.dll',
      'cufft64_10.dll',
      'curand64_10.dll',
      'cusolver64_11.dll',
      'cusparse64_11.dll',
      'cudnn64_8.dll',
    ],
  },
};

/** Why TensorFlow would find no GPU here; nothing if its libraries are there. */
export function checkCuda(places: LibraryPlaces, platform: string = process.platform): Unavailable | undefined {
  const needed = libraries[platform];
  if (needed === undefined) return unavailable('TensorFlow has no GPU support for this system', 'Use tfjs-node, or another backend.');
  const [driver] = missingLibraries([needed.driver], places);
  if (driver !== undefined) return unavailable(`There is no NVIDIA driver (${driver} was not found)`, 'Install it, or use tfjs-node.');
  const missing = missingLibraries(needed.cuda, places);
  if (missing.length === 0) return undefined;
  const path = platform === 'win32' ? 'PATH' : 'LD_LIBRARY_PATH';
  return unavailable(
    `Libraries of CUDA 11.2 and cuDNN 8.1 were not found: ${missing.join(', ')}`,
    `Install both beside any newer ones, and name their folders in ${path}.`,
  );
}
