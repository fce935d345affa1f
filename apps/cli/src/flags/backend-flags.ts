import type { Registry } from '@prattle/core';
import type { SettingFlags, SettingGroup } from './setting-flags.js';

/** The flags of all backends that have settings of their own: which of them computes may be found out later. */
export function backendGroups(registry: Registry): SettingGroup[] {
  return registry
    .list('backend')
    .flatMap(({ name, config }) => (config === undefined ? [] : [{ name, title: `Backend: ${name}`, schema: config }]));
}

/** What was given for backends, whichever they are. */
export function backendSettings(given: ReturnType<SettingFlags['read']>, groups: readonly SettingGroup[]): Record<string, unknown> {
  return Object.assign({}, ...groups.map(({ name }) => given[name]));
}
