export { type BatchNorm, type BatchNormOptions, createBatchNorm } from './batch-norm.js';
export { dropout, dropoutRandom } from './dropout.js';
export { createEmbedding, createTokenEmbedding, type Embedding, type EmbeddingOptions } from './embedding.js';
export { createFullWindow, type FullWindow } from './full-window.js';
export {
  constant,
  type Initialiser,
  kaimingUniform,
  type LinearInitialisation,
  normal,
  normalLinear,
  torchLinear,
  xavierUniform,
} from './initialisers.js';
export { createKeyValueCache, type KeysAndValues, type KeyValueCache, type KeyValueCacheShape } from './key-value-cache.js';
export { createLinear, createPackedLinear, type Linear, type LinearOptions, linearOf, type PackedPart } from './linear.js';
export { nextTokenResult, regressionResult } from './losses.js';
export { createLayerNorm, createRmsNorm, type Normalisation } from './normalisation.js';
export { createParameters, type ParameterBuilder, type ParameterCollection, type ParameterSpec } from './parameters.js';
export { createRecordedLogits, type RecordedLogits } from './recorded-logits.js';
export { createGru, createTorchGru } from './recurrent/gru.js';
export { createLstm } from './recurrent/lstm.js';
export type { Memory, Recurrent } from './recurrent/recurrent.js';
export { createRnn } from './recurrent/rnn.js';
export { repeatRow } from './repeat.js';
export { createRotary, type Rotary } from './rotary.js';
export { createStateDecoder, type StateDecoderOptions } from './state-decoder.js';
export { createWindowModel, type WindowModelOptions } from './window-model.js';
export { allSlots, createWindowDecoder, lastPositions, padWindows, type WindowDecoderOptions } from './windows.js';
