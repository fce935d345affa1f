import { defineConfig, type TokenizerData, type TokenizerPlugin } from '@prattle/core';
import { badData, tokenizerError } from '../errors.js';
import { checkFields } from '../saved-data.js';
import { HuggingFaceTokenizer } from './huggingface-tokenizer.js';

const KIND = 'huggingface';

const config = defineConfig({});

type Library = typeof import('@huggingface/tokenizers');

/** Any `tokenizer.json` of Hugging Face, GPT-2's among them, through their library where it is installed. */
export function huggingface(): TokenizerPlugin<typeof config> {
  // Loading is asynchronous and rebuilding is not: this is what `ready` has loaded.
  let library: Library | undefined;
  return {
    name: KIND,
    summary: "Others' tokenizers: a tokenizer.json of Hugging Face. Name the file: --tokenizer path/to/tokenizer.json",
    config,
    train() {
      throw tokenizerError(
        'not-trainable',
        'Tokenizers of Hugging Face are not learnt here',
        'Name its file: --tokenizer path/to/tokenizer.json; or learn one with --tokenizer bpe',
      );
    },
    adopt(file) {
      const { model, version } = file;
      const known = typeof model === 'object' && model !== null && ('vocab' in model || 'merges' in model) && version !== undefined;
      return known ? { kind: KIND, definition: JSON.stringify(file) } : undefined;
    },
    async ready() {
      library ??= await loadLibrary();
    },
    load(data) {
      checkFields(data, KIND, ['definition']);
      if (!library)
        throw tokenizerError(
          'not-ready',
          'The library for this tokenizer is not loaded',
          'Load tokenizers with `loadTokenizer`, which sees to it',
        );
      return new HuggingFaceTokenizer(open(library, data), String(data.definition));
    },
  };
}

async function loadLibrary(): Promise<Library> {
  try {
    return await import('@huggingface/tokenizers');
  } catch (cause) {
    throw tokenizerError(
      'not-installed',
      'This tokenizer needs @huggingface/tokenizers, which is not installed',
      'Run: npm install @huggingface/tokenizers',
      cause,
    );
  }
}

function open({ Tokenizer }: Library, { definition }: TokenizerData) {
  if (typeof definition !== 'string') throw badData(KIND, '"definition" is not a text');
  try {
    const parsed = JSON.parse(definition);
    if (!hasPlausibleIds(parsed)) throw new RangeError('its ids do not follow each other');
    return new Tokenizer(parsed, {});
  } catch (cause) {
    throw badData(KIND, `its definition cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Ids that a vocabulary may leave out. */
const GAPS = 1 << 16;

/** The library makes lists as long as the largest id: one far beyond the number of tokens would take all memory and time. */
function hasPlausibleIds({ model, added_tokens: added }: { model?: { vocab?: unknown }; added_tokens?: unknown }): boolean {
  const vocabulary = model?.vocab;
  const ids: unknown[] = Array.isArray(vocabulary) ? [] : Object.values(vocabulary ?? {});
  const addedIds: unknown[] = Array.isArray(added) ? added.map((token: { id?: unknown } | null) => token?.id) : [];
  const limit = 2 * (ids.length + addedIds.length) + (Array.isArray(vocabulary) ? vocabulary.length : 0) + GAPS;
  return [...ids, ...addedIds].every((id) => Number.isInteger(id) && Number(id) >= 0 && Number(id) < limit);
}
