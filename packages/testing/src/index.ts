export type { Variant } from './model/cases.js';
export type { Draw } from './model/draw.js';
export { type ModelSuiteOptions, modelSuite } from './model/suite.js';
