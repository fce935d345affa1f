import { fileStorage } from '@prattle/core/node';
import { type ExportFormat, exportFormats, exportRun } from '@prattle/interchange';
import { Command, Option } from 'commander';
import { addUseFlags, type UseOptions, useRun } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import type { LoadedCommand } from './index.js';

interface ExportOptions extends UseOptions {
  readonly format: ExportFormat;
  readonly out: string;
}

/** `prattle export RUN`: a trained model for other programs. */
export async function create(): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const command = new Command('export')
    .argument('<run>', 'folder of a run or of a checkpoint')
    .addOption(new Option('--format <name>', 'what to write').choices(exportFormats).makeOptionMandatory())
    .requiredOption('--out <folder>', 'a folder that does not exist yet, or is empty');
  const flags = addUseFlags(command, registry);
  command.addHelpText('after', EXAMPLES).action(async (run: string, options: ExportOptions & Record<string, unknown>) => {
    const storage = fileStorage();
    const { format, out } = options;
    await useRun(registry, storage, run, flags.opening(options), async (opened) => {
      const report = await exportRun(opened, { registry, storage, out, format });
      const { path, manifest } = opened;
      if (options.json)
        process.stdout.write(`${JSON.stringify({ checkpoint: path, step: manifest.step, format, out, ...report }, null, 2)}\n`);
      else process.stdout.write(text(path, out, report));
    });
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Formats:
  huggingface   what Transformers reads: GPT-2, Llama and Qwen 3 models
  onnx          model.onnx for onnxruntime and others: every family but ngram
  safetensors   tensors under their PyTorch names; prattle import reads them

Examples:
  prattle export runs/notes --format huggingface --out notes-hf
  prattle export runs/names --format onnx --out names-onnx --checkpoint last`;

function text(
  path: string,
  out: string,
  { files, notes }: { readonly files: readonly string[]; readonly notes: readonly string[] },
): string {
  return [`Wrote ${path} to ${out}: ${files.join(', ')}`, ...notes.map((note) => `Note: ${note}.`), ''].join('\n');
}
