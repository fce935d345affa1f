import { saveCheckpoint } from '@prattle/checkpoint';
import {
  type ConfigValues,
  choice,
  defineConfig,
  type EncoderData,
  encodeText,
  integer,
  joinPath,
  loadTokenizer,
  type Registry,
  type Storage,
  saveTokenizer,
  type Tokenizer,
  UsageError,
} from '@prattle/core';
import { buildFilled, type RunSpec, resolveRun, runFiles } from '@prattle/runs';
import { unreadable } from './errors.js';
import { type ForeignFiles, readForeign } from './folder/read.js';
import { ConfigReader } from './huggingface/config-reader.js';
import { fromHuggingFace } from './huggingface/formats.js';
import type { ImportedModel } from './portable.js';
import { fromOwnConfig, OWN_MODEL_TYPE } from './portable-json.js';
import { fromStateDict } from './state-dict/state-dict.js';
import { fromTokenizerJson } from './tokenizer/from-tokenizer-json.js';

/** What files may leave open. */
export const importSettings = defineConfig({
  heads: integer({ default: null, min: 1, describe: 'Attention heads, where the files do not say', aliases: ['n_head'] }),
  context: integer({
    default: null,
    min: 1,
    describe: 'Context, where the files allow any',
    aliases: ['block_size', 'max_position_embeddings'],
  }),
  activation: choice(['relu', 'gelu', 'gelu-tanh'], { default: null, describe: 'Non-linearity, where a state dict does not say' }),
  scale: choice(['head', 'model'], { default: null, describe: 'Width that scores are scaled by, in a state dict of the lecture' }),
});

export type ImportSettings = ConfigValues<typeof importSettings>;

export interface ImportOptions {
  readonly registry: Registry;
  readonly storage: Storage;
  /** A folder or a file of weights. */
  readonly from: string;
  /** The run's folder. */
  readonly run: string;
  readonly settings: ImportSettings;
}

export interface ImportReport {
  readonly model: string;
  readonly parameters: number;
  readonly vocabularySize: number;
  readonly contextLength: number;
  /** The kind of tokenizer, if there is one. */
  readonly tokenizer?: string;
  readonly notes: readonly string[];
}

/**
 * Makes a run of a model that another program trained: Hugging Face folders of GPT-2, Llama and Qwen 3, state dicts of nanoGPT
 * and makemore, exports of Prattle. A backend must be open. Nothing is written before the model is built and filled.
 *
 * @throws CheckpointError for files that are damaged or of a model that is not known
 * @throws UsageError when the folder holds a run
 */
export async function importRun({ registry, storage, from, run, settings }: ImportOptions): Promise<ImportReport> {
  if ((await storage.list(joinPath(run, 'checkpoints'))).length > 0) throw runExists(run);
  const files = await readForeign(storage, from);
  const imported = understand(files, settings);
  const plugin = registry.get('model', imported.plugin);
  const tokenizer = await tokenizerOf(registry, files, imported);
  const { data } = imported;
  if (tokenizer && tokenizer.vocabularySize !== data.vocabularySize) {
    throw unreadable(
      `The model of ${from} has ${data.vocabularySize} token ids and its tokenizer ${tokenizer.vocabularySize}`,
      'Take both from the same model.',
    );
  }
  const config = plugin.config.parse(imported.config);
  const model = buildFilled(plugin, { config, data }, imported.tensors);
  try {
    const spec = specOf(registry, imported, config, tokenizer);
    await saveCheckpoint(storage, runFiles.checkpoint(run, 'last'), {
      manifest: {
        model: { plugin: plugin.name, config, data },
        ...(tokenizer ? { tokenizer: await saveTokenizer(tokenizer) } : {}),
        ...(imported.encoder ? { encoder: imported.encoder } : {}),
        run: { ...spec },
        step: 0,
      },
      model: imported.tensors,
    });
    await storage.write(runFiles.spec(run), encodeText(`${JSON.stringify(spec, null, 2)}\n`));
    return {
      model: plugin.name,
      parameters: [...model.parameters.values()].reduce((sum, { value }) => sum + value.size, 0),
      vocabularySize: data.vocabularySize,
      contextLength: data.contextLength,
      ...(tokenizer ? { tokenizer: tokenizer.kind } : {}),
      notes: [...imported.notes, ...(tokenizer || !files.tokenizer ? [] : ['tokenizer.json is of a kind that is not known here'])],
    };
  } finally {
    model.dispose();
  }
}

type Understood = ImportedModel & { readonly encoder?: EncoderData };

function understand({ config, tensors }: ForeignFiles, settings: ImportSettings): Understood {
  const reader = new ConfigReader(config ?? {}, 'config.json');
  const type = config?.model_type;
  if (type === OWN_MODEL_TYPE) return fromOwnConfig(reader, tensors);
  const { heads, context, activation, scale } = settings;
  if (type !== undefined && type !== 'state_dict') return fromHuggingFace(reader, tensors, context ?? undefined);
  const hints = Object.entries({ heads, context, activation, scale }).filter(([, value]) => value !== null);
  return fromStateDict(tensors, config ?? {}, Object.fromEntries(hints));
}

async function tokenizerOf(registry: Registry, { tokenizer: json }: ForeignFiles, imported: Understood): Promise<Tokenizer | undefined> {
  if (imported.tokenizer) return loadTokenizer(registry, imported.tokenizer);
  return json && fromTokenizerJson(registry, json);
}

/** The run as if it had been trained here, so that every command that reads one can. */
function specOf(registry: Registry, { plugin, data }: Understood, settings: object, tokenizer: Tokenizer | undefined): RunSpec {
  return resolveRun(registry, {
    dataset: { name: 'text', paths: [] },
    model: { name: plugin, settings: { ...settings } },
    ...(tokenizer ? { tokenizer: { name: tokenizer.kind } } : {}),
    training: { context: data.contextLength },
  });
}

function runExists(run: string): UsageError {
  return new UsageError({
    package: 'interchange',
    code: 'run-exists',
    what: `There is a run in ${run} already`,
    remedy: 'Choose another folder with --out.',
  });
}
