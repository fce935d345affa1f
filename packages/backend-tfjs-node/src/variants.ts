import type { BackendCapabilities } from '@prattle/core';

/** One of the two packages, and what it is called here. */
export interface Variant {
  readonly name: 'tfjs-node' | 'tfjs-node-gpu';
  readonly packageName: `@tensorflow/${Variant['name']}`;
  readonly kind: BackendCapabilities['device'];
  readonly device: string;
  readonly summary: string;
  /** Below Prattle's own backends: every operation is a call from JavaScript, and a training step has hundreds. */
  readonly priority: number;
}

export const variants: readonly Variant[] = [
  {
    name: 'tfjs-node-gpu',
    packageName: '@tensorflow/tfjs-node-gpu',
    kind: 'gpu',
    device: 'NVIDIA GPU, through TensorFlow',
    summary: 'TensorFlow on an NVIDIA GPU, through @tensorflow/tfjs-node-gpu',
    priority: 20,
  },
  {
    name: 'tfjs-node',
    packageName: '@tensorflow/tfjs-node',
    kind: 'cpu',
    device: 'CPU, through TensorFlow',
    summary: 'TensorFlow on the CPU, through @tensorflow/tfjs-node',
    priority: 10,
  },
];

/** Where the package comes from. */
export interface ModuleSource {
  /** The folder of the program that has it installed. Default: the current folder, then this package's own. */
  readonly from?: string;
}
