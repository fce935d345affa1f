import { UsageError } from '@prattle/core';
import type { Dimension } from '../symbolic/dimension.js';
import type { Attribute, GeneralNode, GeneralTrace, GeneralValue } from '../symbolic/generalise.js';
import type { GraphBuilder, Name } from './graph-builder.js';

/** One operation to be said in ONNX's operators. */
export class LoweringCall {
  constructor(
    readonly graph: GraphBuilder,
    private readonly node: GeneralNode,
    private readonly trace: GeneralTrace,
    private readonly names: ReadonlyMap<number, Name>,
  ) {}

  has(input: string): boolean {
    return this.node.inputs[input] !== undefined;
  }

  /** The ONNX name of an input. */
  input(input: string): Name {
    const id = this.node.inputs[input];
    const name = id === undefined ? undefined : this.names.get(id);
    if (name === undefined) throw this.unsupported(`${input} is missing`);
    return name;
  }

  /** All inputs, where they are a list. */
  inputs(): Name[] {
    return Object.keys(this.node.inputs).map((name) => this.input(name));
  }

  shape(input: string): readonly Dimension[] {
    return this.value(this.node.inputs[input]).shape;
  }

  /** A length of an input; negative axes count from the end. */
  length(input: string, axis: number): Dimension {
    const length = this.shape(input).at(axis);
    if (length === undefined) throw this.unsupported(`${input} has no axis ${axis}`);
    return length;
  }

  outputShape(output = 0): readonly Dimension[] {
    return this.value(this.node.outputs[output]).shape;
  }

  outputType(): string {
    return this.value(this.node.outputs[0]).dtype;
  }

  attribute(name: string): Attribute {
    return this.node.attributes[name];
  }

  /** An attribute that is a number and does not depend on the input's size. */
  number(name: string): number {
    const value = this.attribute(name);
    if (typeof value !== 'number') throw this.unsupported(`its ${name} depends on the size of the input`);
    return value;
  }

  /** An attribute that is a list of numbers, each of which may vary. */
  dimensions(name: string): readonly Dimension[] {
    const value = this.attribute(name);
    if (!Array.isArray(value)) throw this.unsupported(`its ${name} is no list`);
    return value as readonly Dimension[];
  }

  unsupported(how: string): UsageError {
    return new UsageError({
      package: 'onnx',
      code: 'not-exportable',
      what: `The operation ${this.node.kernel} cannot be said in ONNX: ${how}`,
      remedy: 'Export as safetensors, or use other operations in the model.',
    });
  }

  private value(id: number | undefined): GeneralValue {
    const value = id === undefined ? undefined : this.trace.values[id];
    if (value === undefined) throw this.unsupported('an input is missing');
    return value;
  }
}

/** Says an operation in ONNX's operators. @returns the names of its outputs, in order */
export type Lowering = (call: LoweringCall) => readonly Name[];

/** For operations with one output. */
export function single(lower: (call: LoweringCall) => Name): Lowering {
  return (call) => [lower(call)];
}
