export { engineSuite } from './engine-suite.js';
export { type GptShape, makeGpt } from './gpt.js';
export type { OpenEngine } from './open-engine.js';
export { train } from './train.js';
