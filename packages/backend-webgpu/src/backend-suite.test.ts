import { backendSuite } from '@prattle/testing';
import backendWebGpu from './index.js';

const exceptions = [{ reason: 'a GPU cannot be waited for', cases: ['that look at a value while they run'] }];

for (const backend of backendWebGpu().backends ?? []) await backendSuite(backend, { exceptions });
