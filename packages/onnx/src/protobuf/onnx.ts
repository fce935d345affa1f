import { Message } from './message.js';

/** ONNX's numbers for element types. */
export const ElementType = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;
export type ElementTypeName = keyof typeof ElementType;

/** Numbers with a name. */
export interface Initialiser {
  readonly name: string;
  readonly type: ElementTypeName;
  readonly shape: readonly number[];
  /** Little-endian, in C order. */
  readonly data: Uint8Array;
}

/** An input or an output. Lengths that may vary have a name. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementTypeName;
  /** Absent where only the type is known. */
  readonly shape?: readonly (number | string)[];
}

export type AttributeValue = number | { readonly float: number } | string | readonly number[] | Graph;

export interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly initialisers: readonly Initialiser[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

export interface OnnxModel {
  readonly graph: Graph;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The file format's version, and that of the operators: what ONNX 1.13 (December 2022) brought, which every runtime has. */
const IR_VERSION = 8;
const OPERATOR_SET = 18;

/** An ONNX file. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
export function encodeModel({ graph, metadata }: OnnxModel): Uint8Array {
  const entries = Object.entries(metadata).map(([key, value]) => new Message().add(1, key).add(2, value));
  return new Message()
    .add(1, IR_VERSION)
    .add(2, 'prattle')
    .add(7, encodeGraph(graph))
    .add(8, new Message().add(1, '').add(2, OPERATOR_SET))
    .add(14, entries)
    .bytes();
}

function encodeGraph({ name, nodes, initialisers, inputs, outputs }: Graph): Message {
  return new Message()
    .add(1, nodes.map(encodeNode))
    .add(2, name)
    .add(5, initialisers.map(encodeInitialiser))
    .add(11, inputs.map(encodeValueInfo))
    .add(12, outputs.map(encodeValueInfo));
}

function encodeNode({ operator, inputs, outputs, attributes }: Node): Message {
  const encoded = Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value));
  return new Message().add(1, inputs).add(2, outputs).add(4, operator).add(5, encoded);
}

const AttributeType = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

function encodeAttribute(name: string, value: AttributeValue): Message {
  const message = new Message().add(1, name);
  if (typeof value === 'number') return message.add(3, value).add(20, AttributeType.int);
  if (typeof value === 'string') return message.add(4, value).add(20, AttributeType.string);
  if ('float' in value) return message.addFloat(2, value.float).add(20, AttributeType.float);
  if ('nodes' in value) return message.add(6, encodeGraph(value)).add(20, AttributeType.graph);
  return message.add(8, value).add(20, AttributeType.ints);
}

function encodeInitialiser({ name, type, shape, data }: Initialiser): Message {
  return new Message().add(1, shape).add(2, ElementType[type]).add(8, name).add(9, data);
}

function encodeValueInfo({ name, type, shape }: ValueInfo): Message {
  const dimensions = shape?.map((length) => new Message().add(typeof length === 'number' ? 1 : 2, length));
  const tensorType = new Message().add(1, ElementType[type]).add(2, dimensions && new Message().add(1, dimensions));
  return new Message().add(1, name).add(2, new Message().add(1, tensorType));
}
