import { loadTokenizer, type Registry, type Tokenizer, type TokenizerData } from '@prattle/core';
import { type TokenizerJson, toTokenizerJson } from './tokenizer-json.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * The tokenizer of a `tokenizer.json`: one of Prattle's own where the file is what that would be written as, else whatever a
 * plugin makes of it.
 * @returns undefined when nobody understands it
 */
export async function fromTokenizerJson(registry: Registry, json: TokenizerJson): Promise<Tokenizer | undefined> {
  const written = canonical(json);
  for (const data of candidates(json)) {
    const tokenizer = await loadTokenizer(registry, data).catch(() => undefined);
    if (tokenizer && canonical(toTokenizerJson(tokenizer)) === written) return tokenizer;
  }
  for (const { adopt } of registry.list('tokenizer')) {
    const data = adopt?.(json);
    if (data) return loadTokenizer(registry, data);
  }
  return undefined;
}

/** What the file might have been written from. Each is tried, so a wrong guess does no harm. */
function candidates(json: Json): TokenizerData[] {
  const model = part(json, 'model');
  const texts = Object.entries(part(model, 'vocab'))
    .sort(([, a], [, b]) => Number(a) - Number(b))
    .map(([text]) => text);
  const special = (Array.isArray(json.added_tokens) ? (json.added_tokens as Json[]) : []).map(({ content }) => String(content));
  const end = special.length > 0;
  if (model.type === 'WordLevel') {
    const characters = end ? texts.slice(1) : texts;
    const replacement = String(model.unk_token);
    return [
      { kind: 'character', characters, end, unknown: 'error' },
      { kind: 'character', characters, end, unknown: 'replace', replacement },
    ];
  }
  const merges = mergesOf(model, new Map(texts.map((text, id) => [text, id])));
  // A name that has no brackets of its own is shown with some.
  const names = special.map((content) => /^<(\w+)>$/.exec(content)?.[1] ?? content);
  return [{ kind: 'byte', end }, ...['gpt2', 'gpt4'].map((pattern) => ({ kind: 'bpe', pattern, merges, special: names }))];
}

function mergesOf({ merges }: Json, ids: ReadonlyMap<string, number>): string {
  if (!Array.isArray(merges)) return '';
  const pairs = merges.flatMap((merge) =>
    (Array.isArray(merge) ? merge : String(merge).split(' ')).map((text) => ids.get(String(text)) ?? -1),
  );
  return pairs.join(' ');
}

function part(json: Json, name: string): Json {
  const value = json[name];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** A text that is the same for the same content. */
function canonical(json: TokenizerJson | undefined): string {
  return JSON.stringify(json, (_key, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
