import { boolean, defineConfig, definePlugin, defineTokenizer, type Plugin, type Tokenizer, TokenizerError } from '@prattle/core';

const KIND = 'template-name';
const DIGITS = 16;

/** Settings, declared once. Data of many items asks for a token that ends one by setting `end`. */
const config = defineConfig({
  end: boolean({ default: false, describe: 'A token that opens and closes items' }),
});

/** Two tokens a byte of the UTF-8 form, its hexadecimal digits. Replace it with your own. */
function createTokenizer(end: boolean): Tokenizer {
  const vocabularySize = end ? DIGITS + 1 : DIGITS;
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
    special: end ? { end: DIGITS } : {},
    encode: (text) => Int32Array.from([...new TextEncoder().encode(text)].flatMap((byte) => [byte >> 4, byte & 15])),
    decode(ids) {
      const digits = Array.from(ids, known).filter((id) => id < DIGITS);
      const byteAt = (_: unknown, index: number) => (digits[2 * index] ?? 0) * DIGITS + (digits[2 * index + 1] ?? 0);
      const bytes = Uint8Array.from({ length: Math.floor(digits.length / 2) }, byteAt);
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    },
    // A text may be cut anywhere but between the two halves of a character that takes two.
    safeCut: (text) => (/[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length),
    token: (id) => (known(id) === DIGITS ? '<end>' : id.toString(DIGITS)),
    toJSON: () => ({ kind: KIND, end }),
  };
}

/** `prattle train names --tokenizer ./template-name` */
export default function templateName(): Plugin {
  return definePlugin({
    name: 'template-name',
    tokenizers: [
      defineTokenizer({
        name: KIND,
        summary: 'Hexadecimal digits of the UTF-8 form.',
        config,
        train: (_text, { end }) => createTokenizer(end),
        load(data) {
          const { kind, end, ...more } = data ?? {};
          if (kind === KIND && typeof end === 'boolean' && Object.keys(more).length === 0) return createTokenizer(end);
          throw problem('bad-data', `This is not a saved ${KIND} tokenizer`, 'Use the file as it was written');
        },
      }),
    ],
  });
}

function problem(code: string, what: string, remedy: string): TokenizerError {
  return new TokenizerError({ package: KIND, code, what, remedy });
}
