import { backendSuite } from '@prattle/testing';
import templateName from './index.js';

for (const backend of templateName().backends ?? []) await backendSuite(backend);
