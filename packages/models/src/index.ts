import type { Plugin } from '@prattle/core';
import bigram from './bigram/index.js';
import bow from './bow/index.js';
import mlp from './mlp/index.js';
import ngram from './ngram/index.js';
import { gru, lstm, rnn } from './recurrent/index.js';
import regressor, { classifier } from './regressor/index.js';
import rlm from './rlm/index.js';
import tinyChat from './tiny-chat/index.js';
import transformer from './transformer/index.js';
import wavenet from './wavenet/index.js';

export { default as bigram } from './bigram/index.js';
export { default as bow } from './bow/index.js';
export { default as mlp } from './mlp/index.js';
export { default as ngram } from './ngram/index.js';
export { gru, lstm, rnn } from './recurrent/index.js';
export { classifier, default as regressor } from './regressor/index.js';
export { default as rlm } from './rlm/index.js';
export { default as tinyChat } from './tiny-chat/index.js';
export { default as transformer } from './transformer/index.js';
export { default as wavenet } from './wavenet/index.js';

/** All families that come with Prattle, from the simplest on. */
export default function models(): Plugin {
  return {
    name: 'models',
    models: [bigram(), ngram(), bow(), mlp(), wavenet(), rnn(), gru(), lstm(), transformer(), tinyChat(), regressor(), classifier(), rlm()],
  };
}
