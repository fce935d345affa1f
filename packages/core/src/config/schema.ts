/** Checks one value: a zod schema is one. */
export interface ValueSchema<Value> {
  safeParse(value: unknown): { readonly success: true; readonly data: Value } | { readonly success: false };
}

/** One setting, declared once: its type, default, range, command-line flag, form control and doc row follow from it. */
export interface Setting<Value = unknown> {
  readonly kind: 'integer' | 'number' | 'boolean' | 'choice' | 'text' | 'list';
  /** `null` means: not set, and then `null` is allowed. */
  readonly default: Value;
  readonly describe: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  /** What a list holds. */
  readonly items?: 'integer' | 'number' | 'text';
  /** Other names that people know it by: `n_layer`, `block_size`. */
  readonly aliases: readonly string[];
  readonly unit?: string;
  readonly schema: ValueSchema<Value>;
}

/** Settings by name. */
export type Settings = Readonly<Record<string, Setting>>;

/** The values of these settings: `{ layers: number; activation: 'relu' | 'gelu' }`. */
export type SettingValues<Declared extends Settings> = { -readonly [Name in keyof Declared]: Declared[Name]['default'] };

/** Settings with their validation, as `defineConfig` makes them. */
export interface ConfigSchema<Declared extends Settings = Settings> {
  readonly settings: Declared;
  /**
   * Resolves aliases, fills in defaults and checks every value. `undefined` counts as not given.
   * @throws ConfigError naming the setting, the value and what is allowed; unknown names get a suggestion
   */
  parse(values?: Readonly<Record<string, unknown>>): SettingValues<Declared>;
}

/** The values that a schema describes. */
export type ConfigValues<Schema> = Schema extends ConfigSchema<infer Declared> ? SettingValues<Declared> : never;
