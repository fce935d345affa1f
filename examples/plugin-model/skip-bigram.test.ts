import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import skipBigram from './skip-bigram.js';

const [model] = skipBigram().models ?? [];
if (model) modelSuite(model, { backends: [backendTfjs()], variants: { default: () => ({}) } });
