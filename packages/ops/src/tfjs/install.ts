import { env, getGradient, registerGradient } from '@tensorflow/tfjs-core';

/**
 * Makes tfjs-core ready: registers every stock gradient that is not registered yet (tfjs-core's Node entry has none) and
 * turns its console chatter off. Opening a backend calls it; calling it again changes nothing. The gradients are loaded
 * on the first call.
 */
export async function install(): Promise<void> {
  quieten();
  const { gradients } = await import('#gradients');
  for (const gradient of gradients) {
    if (getGradient(gradient.kernelName) == null) registerGradient(gradient);
  }
}

/** Turns tfjs-core's console chatter off: all that a backend needs which computes no gradients. */
export function quieten(): void {
  // All that tfjs-core does with this flag is to keep quiet: no "Hi, looks like you are running TensorFlow.js in
  // Node.js", no warning for every kernel that a second copy of a backend registers again.
  env().set('PROD', true);
}
