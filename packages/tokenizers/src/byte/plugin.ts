import { defineConfig, type TokenizerPlugin } from '@prattle/core';
import { checkFields, readBoolean } from '../saved-data.js';
import { endSetting } from '../settings.js';
import { ByteTokenizer } from './byte-tokenizer.js';

const KIND = 'byte';

const config = defineConfig({ end: endSetting() });

/** The byte tokenizer: nothing to learn, 256 ids. */
export const byte: TokenizerPlugin<typeof config> = {
  name: KIND,
  summary: 'One token a byte of the UTF-8 form; knows every text.',
  config,
  train: (_text, { end }) => new ByteTokenizer(end),
  load: (data) => {
    checkFields(data, KIND, ['end']);
    return new ByteTokenizer(readBoolean(data, KIND, 'end'));
  },
};
