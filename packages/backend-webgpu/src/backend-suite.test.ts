import { backendSuite } from '@prattle/testing';
import backendWebGpu from './index.js';

const NODE = 'navigator' in globalThis && 'gpu' in globalThis.navigator ? [] : ['that look at a value while they run'];

for (const backend of backendWebGpu().backends ?? []) {
  await backendSuite(backend, { exceptions: [{ reason: 'Node cannot wait for a GPU', cases: NODE }] });
}
