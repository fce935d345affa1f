import { backendSuite } from '@prattle/testing';
import tfjs from './index.js';

for (const backend of tfjs().backends ?? []) await backendSuite(backend);
