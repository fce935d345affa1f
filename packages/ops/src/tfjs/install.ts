import { env, getGradient, registerGradient } from '@tensorflow/tfjs-core';
import { gradients } from '#gradients';

/**
 * Makes tfjs-core ready: registers every stock gradient that is not registered yet (tfjs-core's Node entry has none) and
 * turns its console chatter off. Opening a backend calls it; calling it again changes nothing.
 */
export function install(): void {
  for (const gradient of gradients) {
    if (getGradient(gradient.kernelName) == null) registerGradient(gradient);
  }
  // All that tfjs-core does with this flag is to keep quiet: no "Hi, looks like you are running TensorFlow.js in
  // Node.js", no warning for every kernel that a second copy of a backend registers again.
  env().set('PROD', true);
}
