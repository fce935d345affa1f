import { UsageError } from '@prattle/core';
import {
  type AttributeValue,
  ElementType,
  type ElementTypeName,
  type Graph,
  type Initialiser,
  type Node,
  type ValueInfo,
} from '../protobuf/onnx.js';
import { type Dimension, isVarying, keyOf, type Varying } from '../symbolic/dimension.js';

/** A tensor in the ONNX graph, by name. */
export type Name = string;

/** What all graphs of a model share: constants stand in the outermost one, and names occur once. */
interface Shared {
  readonly initialisers: Map<Name, Initialiser>;
  /** Constants and lengths that are there already, by what they are. */
  readonly known: Map<string, Name>;
  readonly outermost: GraphBuilder;
  names: number;
}

/** Collects the nodes of a graph. */
export class GraphBuilder {
  readonly #nodes: Node[] = [];
  readonly #shared: Shared;

  /** @param input the model's input, whose first axes the varying lengths are read from */
  constructor(
    private readonly input: Name,
    shared?: Shared,
  ) {
    this.#shared = shared ?? { initialisers: new Map(), known: new Map(), outermost: this, names: 0 };
  }

  /** Adds an operator with one output and returns that. Inputs that are left out are ''. */
  node(operator: string, inputs: readonly Name[], attributes: Readonly<Record<string, AttributeValue>> = {}): Name {
    return this.nodeOf(operator, inputs, attributes, 1)[0] ?? '';
  }

  /** Adds an operator with several outputs. */
  nodeOf(operator: string, inputs: readonly Name[], attributes: Readonly<Record<string, AttributeValue>>, count: number): Name[] {
    const outputs = Array.from({ length: count }, () => this.fresh(operator));
    this.#nodes.push({ operator, inputs, outputs, attributes });
    return outputs;
  }

  /** Gives a tensor the name that it is to be known by outside. */
  alias(x: Name, name: Name): void {
    this.#nodes.push({ operator: 'Identity', inputs: [x], outputs: [name], attributes: {} });
  }

  /** A name that nothing has. */
  fresh(kind: string): Name {
    return `${kind}_${this.#shared.names++}`;
  }

  /** Numbers under a name of their own: a parameter. */
  initialiser(initialiser: Initialiser): Name {
    this.#shared.initialisers.set(initialiser.name, initialiser);
    return initialiser.name;
  }

  /** A scalar. */
  scalar(value: number, type: ElementTypeName = 'float32'): Name {
    return this.#constant([value], [], type);
  }

  /** A list of whole numbers, int64 as shapes and axes are. */
  integers(values: readonly number[]): Name {
    return this.#constant(values, [values.length], 'int64');
  }

  /** A list of lengths, int64; those that vary are computed when the model runs. */
  dimensions(dimensions: readonly Dimension[]): Name {
    if (!dimensions.some(isVarying)) return this.integers(dimensions as readonly number[]);
    const parts = dimensions.map((dimension) => (isVarying(dimension) ? this.#length(dimension) : this.integers([dimension])));
    return parts.length === 1 ? (parts[0] ?? '') : this.node('Concat', parts, { axis: 0 });
  }

  /** One length as a scalar. */
  scalarDimension(dimension: Dimension, type: 'int32' | 'int64'): Name {
    if (!isVarying(dimension)) return this.scalar(dimension, type);
    const scalar = this.node('Squeeze', [this.#length(dimension)]);
    return type === 'int64' ? scalar : this.cast(scalar, type);
  }

  /** The same elements in another shape. */
  reshape(x: Name, shape: readonly Dimension[]): Name {
    const varying = shape.filter(isVarying);
    // A single length that varies is what is left.
    const told = varying.length === 1 ? shape.map((length) => (isVarying(length) ? -1 : length)) : shape;
    return this.node('Reshape', [x, this.dimensions(told)]);
  }

  cast(x: Name, type: ElementTypeName): Name {
    return this.node('Cast', [x], { to: ElementType[type] });
  }

  /** A graph within this one, for an operator that runs it again and again. It sees all that is here. */
  subgraph(name: string, inputs: readonly ValueInfo[], build: (body: GraphBuilder) => readonly ValueInfo[]): Graph {
    const body = new GraphBuilder(this.input, this.#shared);
    const outputs = build(body);
    return { name, nodes: body.#nodes, initialisers: [], inputs, outputs };
  }

  /** @returns the whole graph */
  finish(name: string, inputs: readonly ValueInfo[], outputs: readonly ValueInfo[]): Graph {
    return { name, nodes: this.#nodes, initialisers: [...this.#shared.initialisers.values()], inputs, outputs };
  }

  #constant(values: readonly number[], shape: readonly number[], type: ElementTypeName): Name {
    return this.#once(`${type} ${shape.length} ${values.join()}`, () =>
      this.initialiser({ name: this.fresh('constant'), type, shape, data: bytesOf(values, type) }),
    );
  }

  /** int64 [1] */
  #length(dimension: Varying): Name {
    const { outermost } = this.#shared;
    return this.#once(keyOf(dimension), () => {
      const { batchTime, batch, time, constant } = dimension;
      const axis = (index: number) =>
        this.#once(`axis ${index}`, () => outermost.node('Shape', [this.input], { start: index, end: index + 1 }));
      const times = (length: Name, factor: number) => (factor === 1 ? length : outermost.node('Mul', [length, this.integers([factor])]));
      const terms = [
        ...(batchTime === 0
          ? []
          : [
              times(
                this.#once('B·T', () => outermost.node('Mul', [axis(0), axis(1)])),
                batchTime,
              ),
            ]),
        ...(batch === 0 ? [] : [times(axis(0), batch)]),
        ...(time === 0 ? [] : [times(axis(1), time)]),
        ...(constant === 0 ? [] : [this.integers([constant])]),
      ];
      return terms.reduce((sum, term) => outermost.node('Add', [sum, term]));
    });
  }

  #once(key: string, make: () => Name): Name {
    const { known } = this.#shared;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make();
    known.set(key, made);
    return made;
  }
}

/** The bytes of an initialiser: bool as one byte, everything else as it is. */
export function bytesOf(values: ArrayLike<number>, type: ElementTypeName): Uint8Array {
  const array = {
    float32: () => Float32Array.from(values),
    int32: () => Int32Array.from(values),
    int64: () => BigInt64Array.from(Array.from(values, BigInt)),
    bool: () => Uint8Array.from(values),
  }[type]();
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** @throws UsageError for a type that Prattle's operations do not have */
export function elementType(dtype: string): 'float32' | 'int32' | 'bool' {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new UsageError({
    package: 'onnx',
    code: 'not-exportable',
    what: `The model computes with ${dtype}`,
    remedy: 'Use float32, int32 or bool.',
  });
}
