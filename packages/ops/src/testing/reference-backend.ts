import { setBackend } from '@tensorflow/tfjs-core';
import { install } from '../tfjs/install.js';

/**
 * Makes tfjs's plain JavaScript backend the current one: composed operations on it are what other backends are compared
 * with. Needs `@tensorflow/tfjs-backend-cpu` beside this package.
 */
export async function openReference(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  await install();
  await setBackend('cpu');
}
