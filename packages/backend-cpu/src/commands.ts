import type { Engine } from './engine.js';
import { type OperationArguments, type OperationGroup, type OperationName, operations } from './operations.js';

/** Doubles in the buffer: more than a training step of a large model needs. */
const CAPACITY = 1 << 15;

interface Layout {
  readonly opcode: number;
  readonly names: readonly string[];
  readonly groupNames: readonly string[];
}

const layouts = new Map<OperationName, Layout>();
for (const [name, operation] of Object.entries(operations)) {
  const groupNames = 'each' in operation ? Object.keys(operation.each) : [];
  layouts.set(name as OperationName, { opcode: operation.opcode, names: Object.keys(operation.arguments), groupNames });
}

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
  #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#words = new Float64Array(CAPACITY);
  }

  /** Appends a command. `groups` are for the operations that work on lists of tensors. */
  encode<Name extends OperationName>(name: Name, values: OperationArguments<Name>, groups: readonly OperationGroup<Name>[] = []): void {
    const { opcode, names, groupNames } = layouts.get(name) as Layout;
    const length = 2 + names.length + groups.length * groupNames.length;
    let at = this.#reserve(length);
    const words = this.#words;
    words[at++] = opcode;
    words[at++] = length;
    at = write(words, at, names, values);
    for (const group of groups) at = write(words, at, groupNames, group);
    this.#length = at;
  }

  /** Runs what has been collected. Afterwards all memory is as the commands left it. */
  flush(): void {
    if (this.#length === 0) return;
    const length = this.#length;
    this.#length = 0;
    this.listener?.(this.#words, length);
    this.#engine.execute(this.#words, length);
  }

  /** Runs a copy of commands that a listener has seen. */
  replay(words: Float64Array): void {
    this.flush();
    this.#engine.execute(words, words.length);
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

function write(words: Float64Array, at: number, names: readonly string[], values: { readonly [name: string]: number }): number {
  // The type of `encode` says that every name of the table is there.
  for (const name of names) words[at++] = values[name] as number;
  return at;
}
