import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import templateName from './index.js';

for (const model of templateName().models ?? []) modelSuite(model, { backends: [backendTfjs()], variants: { default: () => ({}) } });
