import { memory as tfjsMemory } from '@tensorflow/tfjs-core';
import { inner } from '../tfjs/engine.js';

/** Live tensors and the bytes that they hold, on all backends together. */
export function memory(): { readonly tensors: number; readonly bytes: number; readonly buffers: number } {
  const { numTensors, numBytes, numDataBuffers } = tfjsMemory();
  return { tensors: numTensors, bytes: numBytes, buffers: numDataBuffers };
}

/** The tfjs name of the backend that operations run on now; null when none is open. */
export function currentBackend(): string | null {
  return inner().backendName ?? null;
}
