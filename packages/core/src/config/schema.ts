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
 * config.parse({ layers: 6 });                 // { layers: 6, activation: 'gelu' }
 */
export interface Setting<Value = unknown> {
  readonly kind: 'integer' | 'number' | 'boolean' | 'choice' | 'text' | 'list';
  readonly default: Value;
  readonly describe: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  /** Other names that people know it by: `n_layer`, `block_size`. */
  readonly aliases: readonly string[];
  readonly unit?: string;
  /** The zod schema that checks it. */
  readonly schema: unknown;
}

/** Settings by name with their validation. */
export interface ConfigSchema<Settings extends Record<string, Setting> = Record<string, Setting>> {
  readonly settings: Settings;
  /**
   * Fills in defaults and checks every value.
   * @throws ConfigError naming the setting, the value and what is allowed; unknown names get a suggestion
   */
  parse(values: Readonly<Record<string, unknown>>): { [Name in keyof Settings]: Settings[Name]['default'] };
}

/** The values that a schema describes. */
export type ConfigValues<Schema> =
  Schema extends ConfigSchema<infer Settings> ? { [Name in keyof Settings]: Settings[Name]['default'] } : never;
