import {
  ConfigError,
  type ConfigSchema,
  type ConfigValues,
  defineConfig,
  integer,
  type TokenizerData,
  type TokenizerPlugin,
} from '@prattle/core';
import { badData } from '../errors.js';
import { checkFields } from '../saved-data.js';
import { endSetting } from '../settings.js';
import { ieeeScheme } from './ieee.js';
import { NumberTokenizer } from './number-tokenizer.js';
import { p10Scheme } from './p10.js';

const p10Config = defineConfig({
  digits: integer({ default: 4, min: 1, max: 15, describe: 'Digits that count' }),
  exponent: integer({ default: 12, min: 0, max: 300, describe: 'Largest power of ten, and smallest with a minus' }),
  end: endSetting(),
});

const ieeeConfig = defineConfig(
  {
    base: integer({ default: 10, min: 2, max: 16, describe: 'Base of the digits' }),
    exponentDigits: integer({ default: 1, min: 1, max: 3, describe: 'Digits of the exponent' }),
    digits: integer({ default: 4, min: 1, max: 15, describe: 'Digits of the mantissa' }),
    end: endSetting(),
  },
  {
    // Beyond these a number could not be told from its neighbours, or would be infinite.
    check({ base, exponentDigits, digits }) {
      if (base ** digits > Number.MAX_SAFE_INTEGER)
        return { setting: 'digits', allowed: `at most ${Math.floor(Math.log(Number.MAX_SAFE_INTEGER) / Math.log(base))} in base ${base}` };
      return base ** (base ** exponentDigits) < Number.MAX_VALUE
        ? undefined
        : { setting: 'exponentDigits', allowed: `fewer in base ${base}` };
    },
  },
);

/** Sign, digits, power of ten. */
export const p10 = numberPlugin(
  'p10',
  'Numbers: sign, digits, power of ten (P10).',
  p10Config,
  (settings) => new NumberTokenizer('p10', p10Scheme(settings), settings),
);

/** Sign, exponent, mantissa. */
export const ieee = numberPlugin(
  'ieee',
  'Numbers laid out as in IEEE 754: sign, exponent, mantissa.',
  ieeeConfig,
  (settings) => new NumberTokenizer('ieee', ieeeScheme(settings), settings),
);

/** A plugin whose tokenizers are known to be of numbers. */
type NumberPlugin<Schema extends ConfigSchema> = Omit<TokenizerPlugin<Schema>, 'train' | 'load'> & {
  /** There is nothing to learn: the text is not looked at. */
  train(text: Iterable<string>, settings: ConfigValues<Schema>): NumberTokenizer;
  load(data: TokenizerData): NumberTokenizer;
};

function numberPlugin<Schema extends ConfigSchema>(
  name: string,
  summary: string,
  config: Schema,
  create: (settings: ConfigValues<Schema>) => NumberTokenizer,
): NumberPlugin<Schema> {
  return {
    name,
    summary,
    config,
    train: (_text, settings) => create(settings),
    load(data) {
      checkFields(data, name, Object.keys(config.settings));
      const { kind: _, ...settings } = data;
      try {
        return create(config.parse(settings) as ConfigValues<Schema>);
      } catch (error) {
        if (ConfigError.isInstance(error)) throw badData(name, error.what);
        throw error;
      }
    },
  };
}
