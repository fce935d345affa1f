import { fileStorage } from '@prattle/core/node';
import { type ImportReport, importRun, importSettings } from '@prattle/interchange';
import { openBackend } from '@prattle/runs';
import { Command } from 'commander';
import { addSettingFlags } from '../flags/setting-flags.js';
import { openRegistry } from '../registry.js';
import { formatCount } from '../terminal/format.js';
import type { LoadedCommand } from './index.js';

interface ImportOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** `prattle import FOLDER`: a run out of a model that another program trained. */
export function create(): LoadedCommand {
  const command = new Command('import')
    .argument('<from>', 'a folder with model.safetensors and config.json, or a .safetensors file')
    .requiredOption('--out <run>', "the new run's folder")
    .option('--json', 'print JSON')
    .option('--verbose', 'show where an error came from');
  const flags = addSettingFlags(command, [{ name: 'import', title: 'What the files may leave open', schema: importSettings }]);
  command.addHelpText('after', EXAMPLES).action(async (from: string, options: ImportOptions & Record<string, unknown>) => {
    const settings = importSettings.parse(flags.read(options).import ?? {});
    const registry = await openRegistry();
    const backend = await openBackend(registry);
    try {
      const report = await importRun({ registry, storage: fileStorage(), from, run: options.out, settings });
      process.stdout.write(options.json ? `${JSON.stringify({ run: options.out, ...report }, null, 2)}\n` : text(options.out, report));
    } finally {
      backend.close();
    }
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Reads Hugging Face folders of GPT-2, Llama and Qwen 3 models, PyTorch state
dicts of nanoGPT and makemore, and what prattle export wrote. A .pt file is a
pickle, which runs code when it is read: convert it (in the folder python of
@prattle/interchange) with
  python3 state_dict_to_safetensors.py ckpt.pt FOLDER

Examples:
  prattle import gpt2 --out runs/gpt2 && prattle sample runs/gpt2 --prompt "Once"
  prattle import model.safetensors --heads 6 --out runs/shakespeare`;

function text(run: string, { model, parameters, vocabularySize, contextLength, tokenizer, notes }: ImportReport): string {
  const use = tokenizer ? `Try next:\n  prattle sample ${run}` : 'There is no tokenizer: it cannot write text.';
  return [
    `${run}: ${model}, ${formatCount(parameters)} parameters, vocabulary ${vocabularySize}, context ${contextLength}, tokenizer ${tokenizer ?? 'none'}`,
    ...notes.map((note) => `Note: ${note}.`),
    use,
    '',
  ].join('\n');
}
