import type { ConfigSchema } from './schema.js';

/** `minLearningRate` as `min-learning-rate`: how a setting is called on the command line. */
export function flagName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters, offset: number) => `${offset === 0 ? '' : '-'}${letters.toLowerCase()}`).replaceAll('_', '-');
}

/**
 * The setting that goes by this name, flag or alias: `minLearningRate`, `min-learning-rate`, `min_lr`. `undefined` when
 * the schema has none.
 */
export function findSetting(schema: Pick<ConfigSchema, 'settings'>, name: string): string | undefined {
  if (Object.hasOwn(schema.settings, name)) return name;
  const flag = flagName(name);
  return Object.keys(schema.settings).find(
    (candidate) =>
      flagName(candidate) === flag || schema.settings[candidate]?.aliases.some((alias) => alias === name || flagName(alias) === flag),
  );
}
