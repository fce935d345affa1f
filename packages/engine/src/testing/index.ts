export { type ComparisonOptions, engineComparison, type OpenCommands } from './differential/engine-comparison.js';
export { type EngineSuiteOptions, engineSuite } from './engine-suite.js';
export type { OpenEngine } from './open-engine.js';
export { tensorOperationChecks } from './tensor/checks.js';
export { train } from './train.js';
