export { type GptShape, makeGpt, notebook } from './gpt.js';
export { type GruShape, makeGru } from './gru.js';
export type { SampleModel } from './sample-model.js';
