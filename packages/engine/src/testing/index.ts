export { engineSuite } from './engine-suite.js';
export type { OpenEngine } from './open-engine.js';
export { train } from './train.js';
