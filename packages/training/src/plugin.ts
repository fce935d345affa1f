import type { Plugin } from '@prattle/core';
import { csv } from './callbacks/csv.js';
import { tensorboard } from './callbacks/tensorboard/tensorboard.js';

/** The callbacks that come with training: further logs of a run. */
export default function training(): Plugin {
  return { name: '@prattle/training', callbacks: [tensorboard, csv] };
}
