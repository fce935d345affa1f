import { flagName } from './names.js';
import type { ConfigSchema, Setting } from './schema.js';

/** What a form shows for a setting. */
export type Control =
  | { readonly type: 'checkbox' }
  | { readonly type: 'select'; readonly choices: readonly string[] }
  | { readonly type: 'slider'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly type: 'number'; readonly min?: number; readonly max?: number; readonly step: number | 'any' }
  | { readonly type: 'text' };

/** A setting as a row of a table: for docs, `--help` and forms. */
export interface SettingRow {
  readonly name: string;
  /** With its dashes: `--min-learning-rate`. */
  readonly flag: string;
  readonly aliases: readonly string[];
  readonly type: string;
  readonly default: unknown;
  /** What is allowed, in words; empty when the type says all. */
  readonly range: string;
  readonly describe: string;
  readonly unit?: string;
  readonly control: Control;
}

/** A row for every setting, in the order of their declaration. */
export function describeSettings(schema: Pick<ConfigSchema, 'settings'>): SettingRow[] {
  return Object.entries(schema.settings).map(([name, setting]) => ({
    name,
    flag: `--${flagName(name)}`,
    aliases: setting.aliases,
    type: setting.kind === 'list' ? `list of ${setting.items ?? 'text'}` : setting.kind,
    default: setting.default,
    range: rangeOf(setting),
    describe: setting.describe,
    ...(setting.unit === undefined ? {} : { unit: setting.unit }),
    control: controlOf(setting),
  }));
}

/** What a setting allows, as the end of "it must be …". */
export function allowedValues(setting: Setting): string {
  const range = rangeOf(setting);
  const optional = setting.default === null ? ', or null' : '';
  switch (setting.kind) {
    case 'choice':
      return `one of ${(setting.choices ?? []).join(', ')}${optional}`;
    case 'boolean':
      return `true or false${optional}`;
    case 'text':
      return `text${optional}`;
    case 'list':
      return `a list of ${plural(setting.items ?? 'text')}${range === '' ? '' : `, each ${range}`}${optional}`;
    default:
      return `${setting.kind === 'integer' ? 'a whole number' : 'a number'}${range === '' ? '' : `, ${range}`}${optional}`;
  }
}

function rangeOf({ kind, min, max, choices }: Setting): string {
  if (kind === 'choice') return (choices ?? []).join(' | ');
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return max === undefined ? '' : `at most ${max}`;
}

function controlOf({ kind, min, max, choices }: Setting): Control {
  switch (kind) {
    case 'boolean':
      return { type: 'checkbox' };
    case 'choice':
      return { type: 'select', choices: choices ?? [] };
    case 'integer':
    case 'number': {
      if (min !== undefined && max !== undefined) return { type: 'slider', min, max, step: kind === 'integer' ? 1 : (max - min) / 100 };
      const limits = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
      return { type: 'number', ...limits, step: kind === 'integer' ? 1 : 'any' };
    }
    default:
      return { type: 'text' };
  }
}

function plural(items: 'integer' | 'number' | 'text'): string {
  return items === 'integer' ? 'whole numbers' : items === 'number' ? 'numbers' : 'texts';
}
