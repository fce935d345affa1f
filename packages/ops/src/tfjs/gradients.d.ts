import type { GradConfig } from '@tensorflow/tfjs-core';

/** Every stock tfjs gradient; the file is made by scripts/generate-gradients.js. */
export const gradients: readonly GradConfig[];
