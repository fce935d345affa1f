import { backendSuite } from '@prattle/testing';
import backendCpu from './index.js';

for (const plugin of backendCpu().backends ?? []) await backendSuite(plugin);
