import type { Engine, MemoryBlock } from '../engine.js';
import { type OperationName, operations } from '../operations.js';

type Values = Readonly<Record<string, number>>;

const names = new Map<number, OperationName>(Object.entries(operations).map(([name, { opcode }]) => [opcode, name as OperationName]));

/**
 * An engine in TypeScript with one heap and a few operations: enough to test memory, commands and replay where there is
 * no compiler. Memory is poisoned when it is handed out, so that nothing can rely on it being cleared.
 */
export class MockEngine implements Engine {
  collected = true;
  readonly threads = 1;
  readonly executed: OperationName[] = [];
  readonly released: MemoryBlock[] = [];
  calls = 0;
  /** Bytes that may be allocated at a time. */
  capacity = Number.POSITIVE_INFINITY;
  closed = false;
  readonly #heap: ArrayBuffer;
  #top = 64;

  constructor(heapBytes = 1 << 22) {
    this.#heap = new ArrayBuffer(heapBytes);
  }

  allocate(bytes: number): MemoryBlock {
    if (bytes > this.capacity) throw new Error('The mock engine has no memory left.');
    this.capacity -= bytes;
    const byteOffset = this.#top;
    this.#top = Math.ceil((byteOffset + bytes) / 64) * 64;
    if (this.#top > this.#heap.byteLength) throw new Error('The mock heap is full.');
    new Uint8Array(this.#heap, byteOffset, bytes).fill(0xff);
    return { buffer: this.#heap, byteOffset, bytes, address: byteOffset };
  }

  release(block: MemoryBlock): void {
    this.released.push(block);
    this.capacity += block.bytes;
    new Uint8Array(this.#heap, block.byteOffset, block.bytes).fill(0xff);
  }

  execute(commands: Float64Array, length: number): void {
    this.calls++;
    let at = 0;
    while (at < length) {
      const [opcode = 0, words = 0] = commands.subarray(at, at + 2);
      const name = names.get(opcode);
      if (name === undefined || words < 2) throw new Error(`Unknown opcode ${opcode}.`);
      this.#run(name, decode(name, commands.subarray(at + 2, at + words)));
      this.executed.push(name);
      at += words;
    }
  }

  profile(): void {}

  counters(): [] {
    return [];
  }

  measurePeak(): number {
    return 0;
  }

  close(): void {
    this.closed = true;
  }

  #floats(address: number, size: number): Float32Array {
    return new Float32Array(this.#heap, address, size);
  }

  #run(name: OperationName, { values, groups }: { values: Values; groups: readonly Values[] }): void {
    const of = (key: string): number => values[key] ?? 0;
    const floats = (key: string, size: number) => this.#floats(of(key), size);
    const size = of('size');
    switch (name) {
      case 'fill':
        floats('y', size).fill(of('value'));
        break;
      case 'squareRoot':
        floats('y', size).set(floats('x', size).map(Math.sqrt));
        break;
      case 'truncate':
        new Int32Array(this.#heap, of('y'), size).set(floats('x', size));
        break;
      case 'scale':
        floats('y', size).set(floats('x', size).map((x) => x * of('factor')));
        break;
      case 'copyRows':
        this.#copyRows(of);
        break;
      case 'combine':
        this.#combine(of);
        break;
      case 'gemm':
        this.#multiply(of);
        break;
      case 'sgdStep':
        for (const group of groups) this.#descend(group, floats('hyper', 8)[0] ?? 0);
        break;
      default:
        throw new Error(`The mock engine does not know ${name}.`);
    }
  }

  #copyRows(of: (key: string) => number): void {
    for (let row = 0; row < of('rows'); row++) {
      const x = this.#floats(of('x') + 4 * row * of('strideX'), of('width'));
      new Int32Array(this.#heap, of('y') + 4 * row * of('strideY'), of('width')).set(new Int32Array(this.#heap, x.byteOffset, x.length));
    }
  }

  #combine(of: (key: string) => number): void {
    const [rows, width] = [of('rows'), of('width')];
    const operand = (name: 'A' | 'B', row: number, i: number) =>
      this.#floats(of(name.toLowerCase()) + 4 * (row * of(`stride${name}`) + i * of(`step${name}`)), 1)[0] ?? Number.NaN;
    const operators = [
      (a: number, b: number) => a + b,
      (a: number, b: number) => a - b,
      (a: number, b: number) => a * b,
      (a: number, b: number) => a / b,
    ];
    const result = Float32Array.from({ length: rows * width }, (_, index) => {
      const [row, i] = [Math.floor(index / width), index % width];
      return operators[of('combination')]?.(operand('A', row, i), operand('B', row, i)) ?? Number.NaN;
    });
    this.#floats(of('y'), rows * width).set(result);
  }

  #multiply(of: (key: string) => number): void {
    const [m, n, k] = [of('m'), of('n'), of('k')];
    const missing = ['activation', 'gradientActivation', 'residual', 'sumsA', 'sumsB'].filter((key) => of(key) !== 0);
    if (missing.length > 0 || of('batch') !== 1) throw new Error(`The mock engine’s product does not know ${missing}.`);
    const a = this.#floats(of('a'), m * k);
    const b = this.#floats(of('b'), k * n);
    const c = this.#floats(of('c'), m * n);
    const bias = of('bias') === 0 ? new Float32Array(n) : this.#floats(of('bias'), n);
    const result = c.map((_, index) => {
      const [row, column] = [Math.floor(index / n), index % n];
      let sum = bias[column] ?? 0;
      for (let i = 0; i < k; i++) {
        const x = a[of('transposeA') ? i * of('strideA') + row : row * of('strideA') + i] ?? 0;
        const y = b[of('transposeB') ? column * of('strideB') + i : i * of('strideB') + column] ?? 0;
        sum += x * y;
      }
      return sum;
    });
    c.set(result);
  }

  #descend(group: Values, rate: number): void {
    const parameter = this.#floats(group.parameter ?? 0, group.size ?? 0);
    const gradient = this.#floats(group.gradient ?? 0, group.size ?? 0);
    parameter.set(parameter.map((value, i) => value - rate * (gradient[i] ?? 0)));
  }
}

function decode(name: OperationName, words: Float64Array): { values: Values; groups: Values[] } {
  const operation = operations[name];
  const fixed = Object.keys(operation.arguments);
  const each = 'each' in operation ? Object.keys(operation.each) : [];
  const take = (keys: readonly string[], from: number): Values =>
    Object.fromEntries(keys.map((key, i) => [key, words[from + i] ?? Number.NaN]));
  const groups: Values[] = [];
  for (let at = fixed.length; each.length > 0 && at < words.length; at += each.length) groups.push(take(each, at));
  if (fixed.length + groups.length * each.length !== words.length) throw new Error(`A ${name} command has a wrong length.`);
  return { values: take(fixed, 0), groups };
}
