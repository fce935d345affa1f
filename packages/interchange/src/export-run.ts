import { exportParameters, storedTensors, writeSafetensors } from '@prattle/checkpoint';
import { encodeText, joinPath, type Registry, type Storage } from '@prattle/core';
import { exportOnnx } from '@prattle/onnx';
import { read } from '@prattle/ops';
import type { OpenedRun } from '@prattle/runs';
import { inexpressible } from './errors.js';
import { toHuggingFace } from './huggingface/formats.js';
import type { PortableModel } from './portable.js';
import { ownConfig } from './portable-json.js';
import { tokenizerConfig, toTokenizerJson } from './tokenizer/tokenizer-json.js';

/** What a model can be written as. */
export const exportFormats = ['huggingface', 'onnx', 'safetensors'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  readonly registry: Registry;
  readonly storage: Storage;
  /** The folder to write into; it is made, and must hold nothing yet. */
  readonly out: string;
  readonly format: ExportFormat;
}

export interface ExportReport {
  /** Names of the files in the folder. */
  readonly files: readonly string[];
  /** What a person should know. */
  readonly notes: readonly string[];
}

type Files = Map<string, Uint8Array>;

/**
 * Writes a trained model for other programs:
 *
 * - `huggingface`: `config.json`, `model.safetensors`, `tokenizer.json`, `tokenizer_config.json`, for AutoModelForCausalLM;
 * - `onnx`: `model.onnx`, and `config.json` with what its inputs mean;
 * - `safetensors`: the tensors under their PyTorch names, and `config.json`; `importRun` reads it back.
 *
 * Nothing is written before everything is known to be expressible.
 * @throws UsageError for a model that the format cannot hold, or a folder that is not empty
 */
export async function exportRun(opened: OpenedRun, { registry, storage, out, format }: ExportOptions): Promise<ExportReport> {
  if ((await storage.list(out)).length > 0) throw inexpressible(`${out} is not empty`, 'Choose another folder with --out.');
  const { model, manifest } = opened;
  const plugin = registry.get('model', manifest.model.plugin);
  const portable: PortableModel = {
    plugin: plugin.name,
    config: plugin.config.parse(manifest.model.config),
    data: model.data,
    tensors: await exportParameters(storedTensors(model), read),
  };
  const files: Files = new Map();
  const notes: string[] = [];
  if (format === 'huggingface') addHuggingFace(files, portable, opened);
  else files.set('config.json', json(ownConfig(portable, manifest)));
  if (format === 'safetensors') files.set('model.safetensors', writeSafetensors(portable.tensors, { format: 'pt' }));
  if (format === 'onnx') {
    const { bytes, input } = await exportOnnx(model, { metadata: { plugin: plugin.name, config: JSON.stringify(portable.config) } });
    files.set('model.onnx', bytes);
    const fixed = input.shape[1];
    if (input.name === 'input_ids' && typeof fixed === 'number')
      notes.push(`every sequence must have ${fixed} tokens: fill up on the right`);
  }
  addTokenizer(files, notes, opened);
  for (const [name, bytes] of files) await storage.write(joinPath(out, name), bytes);
  return { files: [...files.keys()], notes };
}

function addHuggingFace(files: Files, portable: PortableModel, { tokenizer }: OpenedRun): void {
  const { config, tensors } = toHuggingFace(portable);
  const end = tokenizer?.special.end ?? null;
  files.set('config.json', json({ ...config, bos_token_id: end, eos_token_id: end }));
  files.set('model.safetensors', writeSafetensors(tensors, { format: 'pt' }));
}

function addTokenizer(files: Files, notes: string[], { tokenizer, model }: OpenedRun): void {
  if (!tokenizer || model.task !== 'next-token') return;
  const content = toTokenizerJson(tokenizer);
  if (!content) {
    notes.push(`the tokenizer (${tokenizer.kind}) has no form as tokenizer.json`);
    return;
  }
  files.set('tokenizer.json', json(content));
  files.set('tokenizer_config.json', json(tokenizerConfig(tokenizer, model.data.contextLength)));
}

function json(content: unknown): Uint8Array {
  return encodeText(`${JSON.stringify(content, null, 2)}\n`);
}
