export { type Chooser, createChooser, mutateBytes, mutateHeader, mutateJson } from './mutate.js';
