import { ConfigError } from '../errors/kinds.js';
import { nameRemedy } from '../errors/suggest.js';
import { allowedValues } from './describe.js';
import { findSetting, flagName } from './names.js';
import type { Setting, Settings, SettingValues } from './schema.js';

/**
 * Checks what is given and no more: names become the settings' own, nothing is filled in. For layers that are put on
 * top of each other before the last `parse`: preset, file, flags.
 * @throws ConfigError as `parse` does
 */
export function parsePartial<Declared extends Settings>(
  schema: { readonly settings: Declared },
  values: Readonly<Record<string, unknown>>,
): Partial<SettingValues<Declared>> {
  const parsed: Record<string, unknown> = {};
  for (const [name, given, value] of resolveNames(schema, values)) {
    parsed[name] = checked(schema.settings[name] as Setting, given, value);
  }
  return parsed as Partial<SettingValues<Declared>>;
}

/** What a command line has: `--layers 6` a string, `--tie` true, a repeated flag several strings. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/**
 * `parsePartial` for the command line: strings are read as the setting's type. `null` or nothing unsets a setting whose
 * default is null; lists are separated by commas.
 * @throws ConfigError as `parse` does
 */
export function parseFlags<Declared extends Settings>(
  schema: { readonly settings: Declared },
  flags: FlagValues,
): Partial<SettingValues<Declared>> {
  const values: Record<string, unknown> = {};
  for (const [name, given, value] of resolveNames(schema, flags)) {
    const setting = schema.settings[name] as Setting;
    values[name] = checked(setting, `--${flagName(given)}`, readFlag(setting, value), value);
  }
  return values as Partial<SettingValues<Declared>>;
}

/** The values given, as [setting, name it was given by, value]. */
function* resolveNames(schema: { readonly settings: Settings }, values: Readonly<Record<string, unknown>>) {
  const givenAs = new Map<string, string>();
  for (const [given, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const name = findSetting(schema, given);
    if (name === undefined) {
      const what = `"${given}" is not a setting`;
      throw new ConfigError({ package: 'core', code: 'unknown-setting', what, remedy: nameRemedy(given, Object.keys(schema.settings)) });
    }
    const before = givenAs.get(name);
    if (before !== undefined) {
      const what = `"${before}" and "${given}" are the same setting and both are given`;
      throw new ConfigError({ package: 'core', code: 'given-twice', what, remedy: `Leave one of them out.` });
    }
    givenAs.set(name, given);
    yield [name, given, value] as const;
  }
}

function checked(setting: Setting, name: string, value: unknown, shown: unknown = value): unknown {
  const result = setting.schema.safeParse(value);
  if (result.success) return result.data;
  throw badValue(name, shown, allowedValues(setting));
}

export function badValue(name: string, value: unknown, allowed: string): ConfigError {
  return new ConfigError({ package: 'core', code: 'bad-value', what: `"${name}" is ${show(value)}`, remedy: `It must be ${allowed}.` });
}

/** The value as the setting's type; what cannot be read stays as it is, and fails the check that follows. */
function readFlag(setting: Setting, value: unknown): unknown {
  if (setting.default === null && (value === 'null' || value === '')) return null;
  switch (setting.kind) {
    case 'integer':
    case 'number':
      return readNumber(value);
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'list': {
      const items = (Array.isArray(value) ? value : [value]).flatMap((part) =>
        typeof part === 'string' && part !== '' ? part.split(',') : [],
      );
      return setting.items === 'text' ? items : items.map(readNumber);
    }
    default:
      return value;
  }
}

function readNumber(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value.replaceAll('_', ''));
  return Number.isNaN(number) ? value : number;
}

function show(value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
