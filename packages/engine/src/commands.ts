import type { Engine } from './engine.js';
import {
  isPointer,
  type OperationArguments,
  type OperationGroup,
  type OperationName,
  type OperationShape,
  operations,
} from './operations.js';

/** Doubles in the buffer: more than a training step of a large model needs. */
const CAPACITY = 1 << 15;

/** How a command of an operation is laid out. */
export interface Layout {
  readonly opcode: number;
  readonly names: readonly string[];
  /** Which of the arguments are pointers. */
  readonly pointers: readonly number[];
  readonly groupNames: readonly string[];
}

const layouts = new Map<OperationName, Layout>();
const layoutsByOpcode = new Map<number, Layout>();
for (const [name, operation] of Object.entries(operations)) {
  const layout = layoutOf(operation);
  layouts.set(name as OperationName, layout);
  layoutsByOpcode.set(layout.opcode, layout);
}

export function layoutOf({ opcode, arguments: fixed, each = {} }: OperationShape): Layout {
  const pointers = Object.values(fixed).flatMap((kind, index) => (isPointer(kind) ? [index] : []));
  return { opcode, names: Object.keys(fixed), pointers, groupNames: Object.keys(each) };
}

/** How many commands back `lastUse` looks. */
const HORIZON = 4;

type NamedNumbers = { readonly [name: string]: number };

/** Sees commands in the order in which they run, just before they do. `words` is reused: copy what is to be kept. */
export type CommandListener = (words: Float64Array, length: number) => void;

/**
 * Commands on their way to the engine. They are collected and run together when somebody needs a result (`flush`) or
 * the buffer is full, which costs one native call instead of one for each.
 *
 * Addresses do not keep memory alive. A pooled block may be reused by later commands without a flush, since they run in
 * order; before JavaScript writes into a block, and before one leaves its pool, the commands have to be flushed.
 */
export class Commands {
  listener: CommandListener | undefined;
  #words: Float64Array;
  #length = 0;
  /** Where the waiting commands start. */
  #starts: number[] = [];
  #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#words = new Float64Array(CAPACITY);
  }

  /** Appends a command. `groups` are for the operations that work on lists of tensors. */
  encode<Name extends OperationName>(name: Name, values: OperationArguments<Name>, groups: readonly OperationGroup<Name>[] = []): void {
    this.append(layouts.get(name) as Layout, values, groups);
  }

  /** As `encode`, for an operation of another table; `values` and `groups` have the names that its layout says. */
  append({ opcode, names, groupNames }: Layout, values: NamedNumbers, groups: readonly NamedNumbers[]): void {
    const length = 2 + names.length + groups.length * groupNames.length;
    let at = this.#reserve(length);
    this.#starts.push(at);
    const words = this.#words;
    words[at++] = opcode;
    words[at++] = length;
    at = write(words, at, names, values);
    for (const group of groups) at = write(words, at, groupNames, group);
    this.#length = at;
  }

  /**
   * The last command that an address appears in, if it is one of this operation and still waiting: its arguments may
   * then be changed. Looks back a few commands only.
   */
  lastUse<Name extends OperationName>(name: Name, address: number): WaitingCommand<Name> | undefined {
    const words = this.#words;
    const starts = this.#starts;
    for (let index = starts.length - 1; index >= Math.max(0, starts.length - HORIZON); index--) {
      const start = starts[index] as number;
      const layout = layoutsByOpcode.get(words[start] as number);
      // Of another table.
      if (layout === undefined) return undefined;
      const { opcode } = layouts.get(name) as Layout;
      if (layout.pointers.some((pointer) => words[start + 2 + pointer] === address)) {
        return layout.opcode === opcode ? new WaitingCommand<Name>(words, start + 2, layout.names) : undefined;
      }
      // It may be among the tensors of a list.
      if (layout.groupNames.length > 0) return undefined;
    }
    return undefined;
  }

  /** Runs what has been collected. Afterwards all memory is as the commands left it. */
  flush(): void {
    if (this.#length === 0) return;
    const length = this.#length;
    this.#length = 0;
    this.#starts.length = 0;
    this.listener?.(this.#words, length);
    this.#engine.execute(this.#words, length);
  }

  /** Runs a copy of commands that a listener has seen. */
  replay(words: Float64Array): void {
    this.flush();
    this.#engine.execute(words, words.length);
  }

  /** What commands run on now. */
  get engine(): Engine {
    return this.#engine;
  }

  /** Goes on with another engine (other threads, another instruction set). */
  use(engine: Engine): void {
    this.flush();
    this.#engine = engine;
  }

  #reserve(length: number): number {
    if (this.#length + length > this.#words.length) this.flush();
    if (length > this.#words.length) this.#words = new Float64Array(length);
    return this.#length;
  }
}

/** A command that has not run yet. Valid until the next command is encoded or the buffer is flushed. */
export class WaitingCommand<Name extends OperationName> {
  constructor(
    private readonly words: Float64Array,
    private readonly start: number,
    private readonly names: readonly string[],
  ) {}

  get(argument: keyof OperationArguments<Name> & string): number {
    return this.words[this.start + this.names.indexOf(argument)] as number;
  }

  set(argument: keyof OperationArguments<Name> & string, value: number): void {
    this.words[this.start + this.names.indexOf(argument)] = value;
  }
}

function write(words: Float64Array, at: number, names: readonly string[], values: NamedNumbers): number {
  // The type of `encode` says that every name of the table is there.
  for (const name of names) words[at++] = values[name] as number;
  return at;
}
