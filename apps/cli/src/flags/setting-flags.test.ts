import { boolean, defineConfig, integer, number } from '@prattle/core';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addSettingFlags } from './setting-flags.js';

const model = defineConfig({
  layers: integer({ default: 4, min: 1, describe: 'Blocks', aliases: ['n_layer'] }),
  bias: boolean({ default: true, describe: 'Biases' }),
  seed: integer({ default: 1, describe: 'Of the model' }),
});
const training = defineConfig({
  learningRate: number({ default: 1e-3, min: 0, describe: 'Step size' }),
  seed: integer({ default: 1, describe: 'Of the run' }),
});

function read(...argv: string[]) {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  const flags = addSettingFlags(command, [
    { name: 'training', title: 'Training', schema: training },
    { name: 'model', title: 'Model', schema: model },
  ]);
  command.parse(flags.normalise(argv), { from: 'user' });
  return flags.read(command.opts());
}

describe('addSettingFlags', () => {
  it('reads values as the type of their setting', () => {
    expect(read('--layers', '6', '--learning-rate=3e-4')).toEqual({ model: { layers: 6 }, training: { learningRate: 3e-4 } });
  });

  it('knows aliases, group names and camel case', () => {
    expect(read('--n_layer', '2').model).toEqual({ layers: 2 });
    expect(read('--model.layers', '2').model).toEqual({ layers: 2 });
    expect(read('--learningRate', '1').training).toEqual({ learningRate: 1 });
  });

  it('takes switches on and off', () => {
    expect(read('--bias').model).toEqual({ bias: true });
    expect(read('--no-bias').model).toEqual({ bias: false });
    expect(read('--bias', 'false').model).toEqual({ bias: false });
  });

  it('gives a shared name to the first group and keeps the other reachable', () => {
    expect(read('--seed', '3')).toEqual({ training: { seed: 3 }, model: {} });
    expect(read('--model.seed', '3')).toEqual({ training: {}, model: { seed: 3 } });
  });

  it('refuses a value that its setting does not allow, naming the flag', () => {
    expect(() => read('--layers', '0')).toThrow(/"--layers" is "?0"?.*at least 1/s);
    expect(() => read('--layers', 'many')).toThrow(/--layers/);
  });
});
