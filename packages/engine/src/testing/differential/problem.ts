import type { OperationName, Operations, OperationTable } from '../../operations.js';
import type { Draw } from './draw.js';

/** An operation's tensors: numbers, or ids and the like. */
export type Values = Float32Array | Int32Array;

/** A tensor in memory of its own, or a view somewhere in it. */
export interface Area {
  readonly name: string;
  /** What is there before; `UNTOUCHED` in what commands write. */
  readonly values: Values;
  /** How many elements the first one lies behind the start of the memory. */
  readonly offset: number;
  /** An engine may leave what it likes here, for its own later commands. */
  readonly internal: boolean;
}

/** No result is this: what has it still was not written. */
export const UNTOUCHED = -123456;

/** 0 for what is absent. */
export type Value = number | Area;

export interface Command {
  readonly name: OperationName;
  readonly values: Readonly<Record<string, Value>>;
  readonly groups: readonly Readonly<Record<string, Value>>[];
}

type Each<Name extends OperationName> = Operations[Name] extends { each: infer Groups } ? { readonly [Key in keyof Groups]: Value } : never;

/** Elements before whole tensors, and behind all of them, that nobody may write. */
export const MARGIN = 64;

/** Commands that belong together, and the tensors that they work on. */
export class Problem {
  readonly areas: Area[] = [];
  readonly commands: Command[] = [];
  /** How far results may be from the reference's, in parts of its largest value (at least `floor`). */
  tolerance = 1e-6;
  floor = 1;

  constructor(readonly draw: Draw) {}

  /** Numbers in [low, high), that commands read or change. */
  floats(name: string, size: number, low = -1, high = 1): Area {
    return this.add(name, this.draw.reals(size, low, high));
  }

  /** Integers from low to high. */
  integers(name: string, size: number, low: number, high: number): Area {
    return this.add(name, this.draw.integers(size, low, high));
  }

  /** What commands write. */
  output(name: string, size: number, internal = false): Area {
    return this.add(name, new Float32Array(size).fill(UNTOUCHED), internal);
  }

  add(name: string, values: Values, internal = false): Area {
    const area = { name, values, internal, offset: MARGIN + (this.draw.chance(0.3) ? this.draw.integer(1, 3) : 0) };
    this.areas.push(area);
    return area;
  }

  /** The area that `make` makes, or 0, both of which the operation allows. */
  maybe(make: () => Area): Value {
    return this.draw.chance() ? make() : 0;
  }

  run<Name extends OperationName>(
    name: Name,
    values: { readonly [Key in keyof Operations[Name]['arguments']]: Value },
    groups: readonly Each<Name>[] = [],
  ): void {
    this.commands.push({ name, values, groups });
  }

  /** Names of operations, for messages, with the sizes of the first. */
  describe(table: OperationTable): string {
    const [first] = this.commands;
    const sizes = Object.entries(first?.values ?? {}).map(([name, value]) => {
      const kind = first && table[first.name]?.arguments[name];
      if (typeof value === 'number') return kind === 'integer' || kind === 'number' ? `${name} ${value}` : `no ${name}`;
      return value.offset % 4 === 0 ? '' : `${name} unaligned`;
    });
    return `${this.commands.map(({ name }) => name).join(', ')}: ${sizes.filter(Boolean).join(', ')}`;
  }
}
