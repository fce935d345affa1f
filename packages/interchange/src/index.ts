export { type ExportFormat, type ExportOptions, type ExportReport, exportFormats, exportRun } from './export-run.js';
export { ConfigReader } from './huggingface/config-reader.js';
export { fromHuggingFace, type HuggingFaceModel, toHuggingFace } from './huggingface/formats.js';
export { type ImportOptions, type ImportReport, type ImportSettings, importRun, importSettings } from './import-run.js';
export type { ImportedModel, PortableModel, Tensors } from './portable.js';
export { fromStateDict, type StateDictHints } from './state-dict/state-dict.js';
export { fromTokenizerJson } from './tokenizer/from-tokenizer-json.js';
export { type TokenizerJson, toTokenizerJson } from './tokenizer/tokenizer-json.js';
