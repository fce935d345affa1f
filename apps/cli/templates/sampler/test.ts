import { samplerSuite } from '@prattle/testing';
import { character } from '@prattle/tokenizers';
import templateName from './index.js';

const tokenizer = character.train(['the quick brown fox'], character.config.parse({ end: true }));
for (const sampler of templateName().samplers ?? []) samplerSuite(sampler, { tokenizer });
