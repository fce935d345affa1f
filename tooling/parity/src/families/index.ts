import { bigramFamily } from './bigram.js';
import type { Family } from './family.js';
import { transformerFamily } from './transformer.js';

export const families: readonly Family[] = [bigramFamily, transformerFamily];
