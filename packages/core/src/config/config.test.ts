import { describe, expect, expectTypeOf, it } from 'vitest';
import { ConfigError } from '../errors/kinds.js';
import { defineConfig } from './define.js';
import { describeSettings } from './describe.js';
import { findSetting } from './names.js';
import { parseFlags, parsePartial } from './parse.js';
import type { ConfigSchema, ConfigValues } from './schema.js';
import { boolean, choice, integer, list, number, text } from './settings.js';

const config = defineConfig({
  layers: integer({ default: 4, min: 1, describe: 'Transformer blocks', aliases: ['n_layer'] }),
  activation: choice(['relu', 'gelu'], { default: 'gelu', describe: 'Non-linearity' }),
  dropout: number({ default: 0, min: 0, max: 0.9, describe: 'Share of activations dropped' }),
  minLearningRate: number({ default: null, min: 0, describe: 'Where the schedule ends', aliases: ['min_lr'] }),
  tied: boolean({ default: false, describe: 'Output shares the embedding' }),
  name: text({ default: 'none', describe: 'A name' }),
  widths: list('integer', { default: [16], min: 1, describe: 'Layer widths' }),
});

const defaults = { layers: 4, activation: 'gelu', dropout: 0, minLearningRate: null, tied: false, name: 'none', widths: [16] };

describe('defineConfig', () => {
  it('has exact types', () => {
    expectTypeOf<ConfigValues<typeof config>>().toEqualTypeOf<{
      layers: number;
      activation: 'relu' | 'gelu';
      dropout: number;
      minLearningRate: number | null;
      tied: boolean;
      name: string;
      widths: readonly number[];
    }>();
    expectTypeOf(config).toExtend<ConfigSchema>();
    expectTypeOf(parseFlags(config, {})).toEqualTypeOf<Partial<ConfigValues<typeof config>>>();
  });

  it('fills in defaults and resolves aliases', () => {
    expect(config.parse()).toEqual(defaults);
    expect(config.parse({ n_layer: 6, min_lr: 0.1, tied: undefined })).toEqual({ ...defaults, layers: 6, minLearningRate: 0.1 });
    expect(config.parse({ 'min-learning-rate': null, widths: [] })).toEqual({ ...defaults, widths: [] });
  });

  it.each<[Record<string, unknown>, string]>([
    [{ layers: 0 }, '"layers" is 0. It must be a whole number, at least 1.'],
    [{ layers: 1.5 }, '"layers" is 1.5. It must be a whole number, at least 1.'],
    [{ layers: '6' }, '"layers" is "6". It must be a whole number, at least 1.'],
    [{ n_layer: Number.NaN }, '"n_layer" is NaN. It must be a whole number, at least 1.'],
    [{ dropout: 1 }, '"dropout" is 1. It must be a number, 0 to 0.9.'],
    [{ dropout: Number.NEGATIVE_INFINITY }, '"dropout" is -Infinity. It must be a number, 0 to 0.9.'],
    [{ dropout: null }, '"dropout" is null. It must be a number, 0 to 0.9.'],
    [{ minLearningRate: -1 }, '"minLearningRate" is -1. It must be a number, at least 0, or null.'],
    [{ activation: 'tanh' }, '"activation" is "tanh". It must be one of relu, gelu.'],
    [{ tied: 1 }, '"tied" is 1. It must be true or false.'],
    [{ name: {} }, '"name" is {}. It must be text.'],
    [{ widths: [8, 0] }, '"widths" is [8,0]. It must be a list of whole numbers, each at least 1.'],
    [{ layer: 3 }, '"layer" is not a setting. Did you mean "layers"? Known: layers, activation,'],
    [{ layers: 3, n_layer: 3 }, '"layers" and "n_layer" are the same setting and both are given. Leave one of them out.'],
    [{ toString: 3 }, '"toString" is not a setting.'],
  ])('refuses %j', (values, message) => {
    expect(() => config.parse(values)).toThrow(ConfigError);
    expect(() => config.parse(values)).toThrow(`[prattle/core] ${message}`);
  });

  it('lets settings be checked against each other', () => {
    const attention = defineConfig(
      { width: integer({ default: 8, describe: '' }), heads: integer({ default: 2, describe: '' }) },
      {
        check: ({ width, heads }) => (width % heads === 0 ? undefined : { setting: 'heads', allowed: `a divisor of the width, ${width}` }),
      },
    );
    expect(attention.parse({ heads: 4 })).toEqual({ width: 8, heads: 4 });
    expect(() => attention.parse({ heads: 3 })).toThrow('"heads" is 3. It must be a divisor of the width, 8.');
  });

  it('refuses declarations that contradict themselves', () => {
    expect(() => defineConfig({ a: integer({ default: 0, min: 1, describe: '' }) })).toThrow(/default of "a" is not among/);
    const twice = { layers: integer({ default: 1, describe: '' }), depth: integer({ default: 1, describe: '', aliases: ['LAYERS'] }) };
    expect(() => defineConfig(twice)).toThrow(/"layers" names both "layers" and "depth"/);
  });
});

describe('parsePartial', () => {
  it('names what is given by its own name and adds nothing', () => {
    expect(parsePartial(config, { n_layer: 2 })).toEqual({ layers: 2 });
    expect(() => parsePartial(config, { n_layer: -2 })).toThrow(/"n_layer" is -2/);
  });
});

describe('parseFlags', () => {
  it('reads strings as the type of the setting', () => {
    const flags = {
      'n-layer': '6',
      dropout: '1e-1',
      'min-learning-rate': 'null',
      tied: true,
      name: '12',
      widths: '8,16',
      activation: 'relu',
    };
    expect(parseFlags(config, flags)).toEqual({
      layers: 6,
      dropout: 0.1,
      minLearningRate: null,
      tied: true,
      name: '12',
      widths: [8, 16],
      activation: 'relu',
    });
    expect(parseFlags(config, { tied: 'false', widths: ['8', '16'], layers: undefined })).toEqual({ tied: false, widths: [8, 16] });
    expect(parseFlags(config, { widths: '', layers: '1_000' })).toEqual({ widths: [], layers: 1000 });
  });

  it.each<[Record<string, string | boolean>, string]>([
    [{ layers: 'six' }, '"--layers" is "six". It must be a whole number, at least 1.'],
    [{ layers: '' }, '"--layers" is "".'],
    [{ layers: true }, '"--layers" is true.'],
    [{ dropout: '' }, '"--dropout" is "".'],
    [{ tied: 'yes' }, '"--tied" is "yes". It must be true or false.'],
    [{ widths: '8,x' }, '"--widths" is "8,x". It must be a list of whole numbers, each at least 1.'],
    [{ 'n-layers': '3' }, '"n-layers" is not a setting. Did you mean "layers"?'],
  ])('refuses %j', (flags, message) => {
    expect(() => parseFlags(config, flags)).toThrow(message);
  });
});

describe('findSetting', () => {
  it.each([
    ['layers', 'layers'],
    ['n_layer', 'layers'],
    ['n-layer', 'layers'],
    ['min-learning-rate', 'minLearningRate'],
    ['min_lr', 'minLearningRate'],
    ['batch', undefined],
  ])('%s is %s', (name, setting) => {
    expect(findSetting(config, name)).toBe(setting);
  });
});

describe('describeSettings', () => {
  it('gives a row for every setting', () => {
    const rows = describeSettings(config);
    expect(rows.map(({ name, flag, type, range, control }) => [name, flag, type, range, control.type])).toEqual([
      ['layers', '--layers', 'integer', 'at least 1', 'number'],
      ['activation', '--activation', 'choice', 'relu | gelu', 'select'],
      ['dropout', '--dropout', 'number', '0 to 0.9', 'slider'],
      ['minLearningRate', '--min-learning-rate', 'number', 'at least 0', 'number'],
      ['tied', '--tied', 'boolean', '', 'checkbox'],
      ['name', '--name', 'text', '', 'text'],
      ['widths', '--widths', 'list of integer', 'at least 1', 'text'],
    ]);
    expect(rows[0]).toEqual({
      name: 'layers',
      flag: '--layers',
      aliases: ['n_layer'],
      type: 'integer',
      default: 4,
      range: 'at least 1',
      describe: 'Transformer blocks',
      control: { type: 'number', min: 1, step: 1 },
    });
  });
});
