import { backendSuite } from '@prattle/testing';
import plainRmsNorm from './plain-rms-norm.js';

for (const backend of plainRmsNorm().backends ?? []) await backendSuite(backend);
