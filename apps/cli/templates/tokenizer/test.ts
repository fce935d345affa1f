import { tokenizerSuite } from '@prattle/testing';
import templateName from './index.js';

for (const tokenizer of templateName().tokenizers ?? []) tokenizerSuite(tokenizer, { roundTrip: 'all' });
