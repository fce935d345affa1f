export type { BackendException } from './backend/exceptions.js';
export { type BackendSuiteOptions, backendSuite } from './backend/suite.js';
export type { DatasetSuiteOptions } from './dataset/prepare.js';
export { datasetSuite } from './dataset/suite.js';
export type { Variant } from './model/cases.js';
export type { Draw } from './model/draw.js';
export { type ModelSuiteOptions, modelSuite } from './model/suite.js';
export { type SamplerSuiteOptions, samplerSuite } from './sampler/suite.js';
export { type TokenizerSuiteOptions, tokenizerSuite } from './tokenizer/suite.js';
