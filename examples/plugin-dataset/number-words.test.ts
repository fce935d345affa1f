import { memoryStorage } from '@prattle/core';
import { datasetSuite } from '@prattle/testing';
import { character } from '@prattle/tokenizers';
import numberWords from './number-words.js';

for (const dataset of numberWords().datasets ?? []) datasetSuite(dataset, { storage: memoryStorage(), tokenizer: character });
