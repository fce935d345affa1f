import * as z from 'zod/mini';
import type { Setting } from './schema.js';

interface Common {
  /** One phrase for people. */
  readonly describe: string;
  /** Other names that people know it by. */
  readonly aliases?: readonly string[];
  readonly unit?: string;
}

interface Range {
  /** Smallest and largest allowed value, both included. */
  readonly min?: number;
  readonly max?: number;
}

/** `number`, or `number | null` where the default is `null`: a literal default must not narrow the type. */
type Widened<Default, Value> = Default extends null ? Value | null : Value;

/** A whole number (a safe integer). */
export function integer<const Default extends number | null>(
  options: Common & Range & { readonly default: Default },
): Setting<Widened<Default, number>> {
  return setting('integer', options, z.int().check(...range(options)));
}

/** A finite number. */
export function number<const Default extends number | null>(
  options: Common & Range & { readonly default: Default },
): Setting<Widened<Default, number>> {
  return setting('number', options, z.number().check(...range(options)));
}

export function boolean(options: Common & { readonly default: boolean }): Setting<boolean> {
  return setting('boolean', options, z.boolean());
}

/** One of these words. */
export function choice<const Choices extends readonly [string, ...string[]], const Default extends Choices[number] | null>(
  choices: Choices,
  options: Common & { readonly default: Default },
): Setting<Widened<Default, Choices[number]>> {
  return setting('choice', { ...options, choices }, z.enum([...choices]));
}

export function text<const Default extends string | null>(
  options: Common & { readonly default: Default },
): Setting<Widened<Default, string>> {
  return setting('text', options, z.string());
}

interface ItemTypes {
  readonly integer: number;
  readonly number: number;
  readonly text: string;
}

/** Several values of one type. On the command line they are separated by commas. */
export function list<const Items extends keyof ItemTypes, const Default extends readonly ItemTypes[Items][] | null>(
  items: Items,
  options: Common & Range & { readonly default: Default },
): Setting<Widened<Default, readonly ItemTypes[Items][]>> {
  const item = items === 'text' ? z.string() : items === 'integer' ? z.int().check(...range(options)) : z.number().check(...range(options));
  return setting('list', { ...options, items }, z.array(item));
}

function range({ min, max }: Range) {
  return [...(min === undefined ? [] : [z.minimum(min)]), ...(max === undefined ? [] : [z.maximum(max)])];
}

type Declaration = Common & Range & Pick<Setting, 'default' | 'choices' | 'items'>;

/** The one place where a declaration becomes a setting; the public functions above give it its exact type. */
function setting<Value>(kind: Setting['kind'], declaration: Declaration, schema: z.ZodMiniType): Setting<Value> {
  const allowed = declaration.default === null ? z.nullable(schema) : schema;
  return { ...declaration, kind, aliases: declaration.aliases ?? [], schema: allowed } as Setting<Value>;
}
