import { type ConfigSchema, describeSettings, type FlagValues, parseFlags, type SettingRow } from '@prattle/core';
import { type Command, Option } from 'commander';

/** Settings that belong together: `--width` and `--model.width` are the same flag. */
export interface SettingGroup {
  readonly name: string;
  readonly title: string;
  readonly schema: Pick<ConfigSchema, 'settings'>;
}

interface SettingFlag {
  readonly group: SettingGroup;
  readonly row: SettingRow;
  readonly option: Option;
}

/** The command-line flags of one command's settings. */
export interface SettingFlags {
  /** Puts what people type into the flags' own names: aliases (`--n_layer`), groups (`--model.layers`), `--no-…`. */
  normalise(argv: readonly string[]): string[];
  /** The values given for each group, checked. */
  read(options: Readonly<Record<string, unknown>>): Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Gives a command a flag for every setting. Where two groups have a setting of one name, the first has the short flag
 * and the other only the one with its group's name.
 */
export function addSettingFlags(command: Command, groups: readonly SettingGroup[]): SettingFlags {
  const taken = new Set(command.options.map((option) => option.long));
  const flags: SettingFlag[] = [];
  const names = new Map<string, SettingFlag>();
  for (const group of groups) {
    for (const row of describeSettings(group.schema)) {
      const long = taken.has(row.flag) ? `--${group.name}.${row.flag.slice(2)}` : row.flag;
      taken.add(long);
      const option = new Option(`${long} ${row.type === 'boolean' ? '[true|false]' : `<${row.type}>`}`, description(row));
      option.helpGroup(group.title);
      command.addOption(option);
      const flag = { group, row, option };
      flags.push(flag);
      for (const name of [row.name, ...row.aliases]) {
        names.set(plain(`${group.name}.${name}`), flag);
        if (!names.has(plain(name))) names.set(plain(name), flag);
      }
    }
  }
  return {
    normalise: (argv) => argv.map((argument) => canonical(argument, names)),
    read(options) {
      const values: Record<string, Record<string, unknown>> = {};
      for (const group of groups) {
        const given: Record<string, FlagValues[string]> = {};
        for (const { group: owner, row, option } of flags) {
          const value = options[option.attributeName()];
          if (owner === group && value !== undefined) given[row.name] = value as FlagValues[string];
        }
        values[group.name] = parseFlags(group.schema, given);
      }
      return values;
    },
  };
}

function canonical(argument: string, names: ReadonlyMap<string, SettingFlag>): string {
  if (!argument.startsWith('--') || argument === '--') return argument;
  const [name = '', ...rest] = argument.slice(2).split('=');
  const value = rest.length > 0 ? `=${rest.join('=')}` : '';
  const flag = names.get(plain(name));
  if (flag) return `${flag.option.long}${value}`;
  const negated = name.startsWith('no-') ? names.get(plain(name.slice(3))) : undefined;
  return negated?.row.type === 'boolean' ? `${negated.option.long}=false` : argument;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

function description(row: SettingRow): string {
  const also = row.aliases.length > 0 ? `also ${row.aliases.join(', ')}` : '';
  const initial = String(row.default ?? '') === '' ? '' : `default ${row.default}`;
  const facts = [row.range, initial, also].filter((fact) => fact !== '');
  return `${row.describe}${row.unit ? `, in ${row.unit}` : ''}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`;
}
