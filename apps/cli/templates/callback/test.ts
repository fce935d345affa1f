import { callbackSuite } from '@prattle/testing';
import templateName from './index.js';

for (const callback of templateName().callbacks ?? []) callbackSuite(callback);
