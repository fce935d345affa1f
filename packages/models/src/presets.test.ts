import { trainingSettings } from '@prattle/training';
import { describe, expect, it } from 'vitest';
import models from './index.js';

describe.each(models().models ?? [])('$name', ({ config, presets }) => {
  it('has defaults that it allows', () => {
    expect(() => config.parse({})).not.toThrow();
  });

  it.each(Object.entries(presets))('has a preset %s of settings that exist', (_name, { model, run = {} }) => {
    expect(() => config.parse(model)).not.toThrow();
    expect(() => trainingSettings.parse(run)).not.toThrow();
  });
});
