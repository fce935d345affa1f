import { ConfigError, nameRemedy, parsePartial, type Registry } from '@prattle/core';
import { trainingSettings } from '@prattle/training';
import { checkBackendSettings } from './backend.js';
import type { Chosen, RunBackend, RunRequest, RunSpec } from './spec.js';

/** For text, and whatever does not say what suits it. */
export const DEFAULT_MODEL = 'transformer';
const DEFAULT_TOKENIZER = 'character';

/**
 * Fills in everything that a request leaves open: the preset first, then the defaults. The data decides the model.
 * @throws ConfigError or RegistryError for unknown names and values that are not allowed
 */
export function resolveRun(registry: Registry, request: RunRequest): RunSpec {
  const dataset = registry.get('dataset', request.dataset.name);
  const model = registry.get('model', request.model?.name ?? dataset.defaultModel ?? DEFAULT_MODEL);
  const tokenizer = registry.get('tokenizer', request.tokenizer?.name ?? DEFAULT_TOKENIZER);
  const presetName = request.model?.preset;
  const preset = presetName === undefined ? undefined : model.presets[presetName];
  if (presetName !== undefined && preset === undefined) {
    throw new ConfigError({
      package: 'runs',
      code: 'bad-value',
      what: `The model "${model.name}" has no preset "${presetName}"`,
      remedy: nameRemedy(presetName, Object.keys(model.presets)),
    });
  }
  const callbacks = resolveCallbacks(registry, request.callbacks ?? []);
  return {
    formatVersion: 1,
    dataset: { name: dataset.name, paths: request.dataset.paths, settings: dataset.config.parse(request.dataset.settings ?? {}) },
    tokenizer: {
      name: tokenizer.name,
      settings: tokenizer.config.parse(request.tokenizer?.settings ?? {}),
      ...(request.tokenizer?.file === undefined ? {} : { file: request.tokenizer.file }),
    },
    model: {
      name: model.name,
      ...(presetName === undefined ? {} : { preset: presetName }),
      settings: model.config.parse({ ...preset?.model, ...parsePartial(model.config, request.model?.settings ?? {}) }),
    },
    training: trainingSettings.parse({
      ...parsePartial(trainingSettings, preset?.run ?? {}),
      ...parsePartial(trainingSettings, request.training ?? {}),
    }),
    backend: resolveBackend(registry, request.backend),
    ...(request.from === undefined ? {} : { from: request.from }),
    ...(callbacks.length === 0 ? {} : { callbacks }),
    ...(request.expected === undefined ? {} : { expected: request.expected }),
    ...(request.plugins === undefined || request.plugins.length === 0 ? {} : { plugins: request.plugins }),
  };
}

function resolveBackend(registry: Registry, { name = 'auto', threads, settings = {} }: RunBackend = {}): RunSpec['backend'] {
  const hasSettings = Object.keys(settings).length > 0;
  if (hasSettings && name !== 'auto') checkBackendSettings(registry, registry.get('backend', name), settings);
  return { name, ...(threads === undefined ? {} : { threads }), ...(hasSettings ? { settings } : {}) };
}

/** @throws ConfigError or RegistryError for unknown names and values that are not allowed */
export function resolveCallbacks(registry: Registry, requested: NonNullable<RunRequest['callbacks']>): Chosen[] {
  return requested.map(({ name, settings }) => {
    const plugin = registry.get('callback', name);
    return { name: plugin.name, settings: plugin.config.parse(settings ?? {}) };
  });
}
