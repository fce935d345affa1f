import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineConfig } from '../config/define.js';
import { choice } from '../config/settings.js';
import type { ModelPlugin } from '../contracts/model.js';
import type { Plugin } from '../contracts/plugin.js';
import type { SamplerPlugin } from '../contracts/sampler.js';
import { RegistryError } from '../errors/kinds.js';
import { defineModel, definePlugin, defineSampler } from './define.js';
import { createRegistry } from './registry.js';

const sampler = (name: string) => defineSampler({ name, summary: name, config: defineConfig({}), create: () => () => {} });
const builtIn = definePlugin({ name: 'built-in', samplers: [sampler('temperature'), sampler('top-k')] });

describe('registry', () => {
  it('answers by kind and name', () => {
    const registry = createRegistry([builtIn]);
    expect(registry.get('sampler', 'top-k')).toBe(builtIn.samplers?.[1]);
    expect(registry.has('sampler', 'top-k')).toBe(true);
    expect(registry.has('model', 'top-k')).toBe(false);
    expect(registry.names('sampler')).toEqual(['temperature', 'top-k']);
    expect(registry.list('sampler').map(({ name }) => name)).toEqual(['temperature', 'top-k']);
    expect(registry.list('model')).toEqual([]);
    expect(registry.origin('sampler', 'top-k')).toBe('built-in');
    expectTypeOf(registry.get('sampler', 'top-k')).toExtend<SamplerPlugin>();
    expectTypeOf(registry.get<'model'>).returns.toExtend<ModelPlugin>();
  });

  it('reports a miss with the names it knows and the one that was meant', () => {
    const registry = createRegistry([builtIn]);
    expect(() => registry.get('sampler', 'topk')).toThrow(RegistryError);
    expect(() => registry.get('sampler', 'topk')).toThrow('There is no sampler "topk". Did you mean "top-k"? Known: temperature, top-k.');
    expect(() => registry.get('model', 'gru')).toThrow('There is no model "gru". None is known.');
    expect(() => registry.get('sampler', 'constructor')).toThrow(/There is no sampler "constructor"/);
  });

  it('reports a clash with both plugins, and takes nothing of the second', () => {
    const registry = createRegistry([builtIn]);
    const second = definePlugin({ name: 'mine', samplers: [sampler('min-p'), sampler('top-k')] });
    expect(() => registry.add(second)).toThrow(
      /Plugin "mine" brings the sampler "top-k", and plugin "built-in" has one of that name\. .*Taken: temperature, top-k/,
    );
    expect(registry.has('sampler', 'min-p')).toBe(false);
    expect(() => createRegistry([{ name: 'twice', samplers: [sampler('a'), sampler('a')] }])).toThrow(
      /"twice" brings the sampler "a", and plugin "twice"/,
    );
  });

  it('says when it gets a factory or something else', () => {
    const registry = createRegistry();
    const factory = (() => builtIn) as unknown as Plugin;
    expect(() => registry.add(factory)).toThrow(/factory of a plugin, not a plugin\. Call the factory/);
    expect(() => registry.add({} as Plugin)).toThrow(/not a plugin/);
    expect(() => registry.add(null as unknown as Plugin)).toThrow(/not a plugin/);
  });
});

describe('defineModel', () => {
  it('gives build the exact type of the settings', () => {
    const model = defineModel({
      name: 'x',
      task: 'next-token',
      summary: 'x',
      config: defineConfig({ activation: choice(['relu', 'gelu'], { default: 'relu', describe: '' }) }),
      presets: { small: { summary: '', model: { activation: 'gelu' } } },
      build(config) {
        expectTypeOf(config).toEqualTypeOf<{ activation: 'relu' | 'gelu' }>();
        throw new Error('not built here');
      },
    });
    expect(createRegistry([{ name: 'p', models: [model] }]).get('model', 'x')).toBe(model);
  });
});
