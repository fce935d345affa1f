export { createPacer, type Pacer } from './async/pacer.js';
export { type ConfigOptions, type Disagreement, defineConfig } from './config/define.js';
export { allowedValues, type Control, describeSettings, type SettingRow } from './config/describe.js';
export { findSetting, flagName } from './config/names.js';
export { type FlagValues, parseFlags, parsePartial } from './config/parse.js';
export type { ConfigSchema, ConfigValues, Setting, Settings, SettingValues, ValueSchema } from './config/schema.js';
export { boolean, choice, integer, list, number, text } from './config/settings.js';
export type {
  Available,
  Backend,
  BackendCapabilities,
  BackendMemory,
  BackendOptions,
  BackendPlugin,
  BackendProfile,
  CompiledStep,
  OperationTime,
  StepFunction,
  TensorRecord,
  Unavailable,
} from './contracts/backend.js';
export type { BandPoint, LossBand } from './contracts/band.js';
export type {
  Batch,
  BatchCursor,
  BatchOptions,
  BatchSource,
  DatasetPlugin,
  Duplicates,
  OpenContext,
  OpenDataset,
  PreparedDataset,
  PrepareOptions,
  SplitName,
  TokenizerNeeds,
} from './contracts/dataset.js';
export type { Encoder, EncoderData, Example, Prediction } from './contracts/encoder.js';
export type {
  CallbackContext,
  CallbackPlugin,
  CheckpointEvent,
  DoneEvent,
  EvalEvent,
  SampleEvent,
  StartEvent,
  StepEvent,
  TrainingCallback,
  TrainingEvent,
} from './contracts/events.js';
export type {
  BuildContext,
  Citation,
  DataDescription,
  Decoder,
  ForwardOptions,
  ForwardResult,
  Model,
  ModelExpectations,
  ModelPlugin,
  ModelState,
  Observer,
  Preset,
  StepRandom,
  Task,
  TokenVectors,
} from './contracts/model.js';
export type { NamedParameters, NamedTensors, Parameter, ParameterPart, ParameterRole } from './contracts/parameter.js';
export type { Plugin } from './contracts/plugin.js';
export type { LogitsProcessor, SamplerPlugin, SamplingContext } from './contracts/sampler.js';
export type { OpenFile, Storage } from './contracts/storage.js';
export type { DType, HostArray, Tensor } from './contracts/tensor.js';
export type { Tokenizer, TokenizerData, TokenizerPlugin, TokenizerProgress } from './contracts/tokenizer.js';
export {
  BackendError,
  CheckpointError,
  type CheckpointErrorCode,
  ConfigError,
  type ConfigErrorCode,
  DatasetError,
  RegistryError,
  type RegistryErrorCode,
  StorageError,
  type StorageErrorCode,
  TokenizerError,
  TrainingError,
  UsageError,
} from './errors/kinds.js';
export { type ErrorDetails, PrattleError } from './errors/prattle-error.js';
export { nameRemedy, suggest } from './errors/suggest.js';
export { createRandom, restoreRandom } from './random/create.js';
export { cosineAndSine32, log32 } from './random/float32.js';
export { dropoutKeeps, type PhiloxCounter, type PhiloxKey, philoxBlock, seedKey } from './random/philox.js';
export type { GeneratorName, PhiloxState, RandomSource, RandomState, TorchState } from './random/random-source.js';
export {
  defineBackend,
  defineCallback,
  defineDataset,
  defineModel,
  definePlugin,
  defineSampler,
  defineTokenizer,
} from './registry/define.js';
export { createRegistry, type Entry, type Kind, type Registry } from './registry/registry.js';
export { memoryStorage, openBytes } from './storage/memory-storage.js';
export { joinPath, splitPath } from './storage/paths.js';
export { createEncodeStream, type EncodeStream, encodeChunks } from './tokenizer/encode-stream.js';
export { readTokenizer, TOKENIZER_FILE } from './tokenizer/read.js';
export { loadTokenizer, saveTokenizer, tokenizerHash } from './tokenizer/saved.js';
export { decodeText, encodeText, sha256 } from './web-platform.js';
