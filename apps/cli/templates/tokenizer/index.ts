import { defineConfig, definePlugin, defineTokenizer, type Plugin, type Tokenizer, TokenizerError } from '@prattle/core';

const KIND = 'template-name';
const DIGITS = 16;

/** Two tokens a byte of the UTF-8 form, its hexadecimal digits. Replace it with your own. */
function createTokenizer(): Tokenizer {
  const digit = (id: number | undefined): number => {
    if (id !== undefined && Number.isInteger(id) && id >= 0 && id < DIGITS) return id;
    throw problem('unknown-id', `There is no token ${id}: ids run from 0 to ${DIGITS - 1}`, 'Decode with the tokenizer of the model');
  };
  return {
    kind: KIND,
    vocabularySize: DIGITS,
    special: {},
    encode: (text) => Int32Array.from([...new TextEncoder().encode(text)].flatMap((byte) => [byte >> 4, byte & 15])),
    decode(ids) {
      const digits = Array.from(ids, digit);
      const bytes = Uint8Array.from(
        { length: Math.floor(digits.length / 2) },
        (_, i) => (digits[2 * i] ?? 0) * DIGITS + (digits[2 * i + 1] ?? 0),
      );
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    },
    // A text may be cut anywhere but between the two halves of a character that takes two.
    safeCut: (text) => (/[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length),
    token: (id) => digit(id).toString(DIGITS),
    toJSON: () => ({ kind: KIND }),
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
        config: defineConfig({}),
        train: () => createTokenizer(),
        load(data) {
          if (data.kind === KIND && Object.keys(data).length === 1) return createTokenizer();
          throw problem('bad-data', `This is not a saved ${KIND} tokenizer`, 'Use the file as it was written');
        },
      }),
    ],
  });
}

function problem(code: string, what: string, remedy: string): TokenizerError {
  return new TokenizerError({ package: KIND, code, what, remedy });
}
