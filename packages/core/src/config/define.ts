import { ConfigError } from '../errors/kinds.js';
import { flagName } from './names.js';
import { badValue, parsePartial } from './parse.js';
import type { ConfigSchema, Settings, SettingValues } from './schema.js';

/** A value that is allowed by itself but not beside the others. */
export interface Disagreement<Name extends PropertyKey = string> {
  readonly setting: Name;
  /** The end of "it must be …": `a divisor of the width, 64`. */
  readonly allowed: string;
}

export interface ConfigOptions<Declared extends Settings> {
  /** Looks at all values together. */
  readonly check?: (values: SettingValues<Declared>) => Disagreement<keyof Declared> | undefined;
}

/**
 * Settings, declared once: a declaration gives the type, the default, the range, the command-line flag, the form
 * control and the row in the docs.
 *
 * @example
 * const config = defineConfig({
 *   layers: integer({ default: 4, min: 1, describe: 'Transformer blocks', aliases: ['n_layer'] }),
 *   activation: choice(['relu', 'gelu'], { default: 'gelu', describe: 'Non-linearity of the feed-forward part' }),
 * });
 * type Config = ConfigValues<typeof config>;   // { layers: number; activation: 'relu' | 'gelu' }
 * config.parse({ n_layer: 6 });                // { layers: 6, activation: 'gelu' }
 *
 * @throws ConfigError when two settings claim one name or a default is not allowed
 */
export function defineConfig<const Declared extends Settings>(
  settings: Declared,
  options: ConfigOptions<Declared> = {},
): ConfigSchema<Declared> {
  checkDeclarations(settings);
  return {
    settings,
    parse(values = {}) {
      const defaults = Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.default]));
      const parsed = { ...defaults, ...parsePartial({ settings }, values) } as SettingValues<Declared>;
      const disagreement = options.check?.(parsed);
      if (disagreement !== undefined) throw badValue(String(disagreement.setting), parsed[disagreement.setting], disagreement.allowed);
      return parsed;
    },
  };
}

function checkDeclarations(settings: Settings): void {
  const owners = new Map<string, string>();
  for (const [name, setting] of Object.entries(settings)) {
    for (const flag of new Set([name, ...setting.aliases].map(flagName))) {
      const owner = owners.get(flag);
      if (owner !== undefined) throw badDeclaration(`"${flag}" names both "${owner}" and "${name}"`, 'Rename one of them.');
      owners.set(flag, name);
    }
    if (!setting.schema.safeParse(setting.default).success) {
      throw badDeclaration(`The default of "${name}" is not among the values it allows`, 'Change the default or the range.');
    }
  }
}

function badDeclaration(what: string, remedy: string): ConfigError {
  return new ConfigError({ package: 'core', code: 'bad-declaration', what, remedy });
}
