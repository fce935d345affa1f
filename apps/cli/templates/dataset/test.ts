import { memoryStorage } from '@prattle/core';
import { datasetSuite } from '@prattle/testing';
import { character } from '@prattle/tokenizers';
import templateName from './index.js';

for (const dataset of templateName().datasets ?? []) datasetSuite(dataset, { storage: memoryStorage(), tokenizer: character });
