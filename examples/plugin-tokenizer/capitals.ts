import { boolean, defineConfig, definePlugin, defineTokenizer, type Plugin, type Tokenizer, TokenizerError } from '@prattle/core';

const KIND = 'capitals';
/** Comes before a small letter that stands for a capital one. */
const SHIFT = 256;
const END = 257;
const TO_SMALL = 32;

const config = defineConfig({
  end: boolean({ default: false, describe: 'A token that opens and closes items' }),
});

const isCapital = (byte: number) => byte >= 65 && byte <= 90;
const isSmall = (byte: number) => byte >= 97 && byte <= 122;

/** The bytes of the UTF-8 form, with A to Z as a sign and a small letter: a model learns "Anna" and "anna" as one word. */
function createTokenizer(end: boolean): Tokenizer {
  const vocabularySize = end ? END + 1 : END;
  const known = (id: number | undefined): number => {
    if (id !== undefined && Number.isInteger(id) && id >= 0 && id < vocabularySize) return id;
    throw problem(
      'unknown-id',
      `There is no token ${id}: ids run from 0 to ${vocabularySize - 1}`,
      'Decode with the tokenizer of the model',
    );
  };
  return {
    kind: KIND,
    vocabularySize,
    special: end ? { end: END } : {},
    encode: (text) =>
      Int32Array.from([...new TextEncoder().encode(text)].flatMap((byte) => (isCapital(byte) ? [SHIFT, byte + TO_SMALL] : [byte]))),
    decode(ids) {
      const bytes: number[] = [];
      let shifted = false;
      for (const id of Array.from(ids, known)) {
        if (id < SHIFT) bytes.push(shifted && isSmall(id) ? id - TO_SMALL : id);
        shifted = id === SHIFT;
      }
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    },
    // A text may be cut anywhere but between the two halves of a character that takes two.
    safeCut: (text) => (/[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length),
    token: (id) => shown(known(id)),
    toJSON: () => ({ kind: KIND, end }),
  };
}

/** A token as people can see it. */
function shown(id: number): string {
  if (id === SHIFT) return '⇧';
  if (id === END) return '<end>';
  return id >= 32 && id < 127 ? String.fromCharCode(id) : `<${id.toString(16)}>`;
}

/** `prattle train notes.txt --tokenizer ./examples/plugin-tokenizer` */
export default function capitals(): Plugin {
  return definePlugin({
    name: 'example-capitals',
    tokenizers: [
      defineTokenizer({
        name: KIND,
        summary: 'Bytes, with capital letters as a sign and a small letter.',
        config,
        train: (_text, { end }) => createTokenizer(end),
        load(data) {
          const { kind, end, ...more } = data ?? {};
          if (kind === KIND && typeof end === 'boolean' && Object.keys(more).length === 0) return createTokenizer(end);
          throw problem('bad-data', `This is not a saved tokenizer of the kind ${KIND}`, 'Use the file as it was written');
        },
      }),
    ],
  });
}

function problem(code: string, what: string, remedy: string): TokenizerError {
  return new TokenizerError({ package: 'example-capitals', code, what, remedy });
}
