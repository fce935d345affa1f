import { UsageError } from '@prattle/core';
import { type DataType, KernelBackend, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorValues } from '../tensors/transfer.js';
import type { DataId } from '../tfjs/engine.js';
import { neededNodes, type Trace, type TracedConstant, type TracedNode, type TracedValue, type ValueId } from './graph.js';
import { type Inputs, infer } from './shapes.js';

/** A tfjs backend on which nothing is computed: every operation is written down, and only shapes go on. */
export class TraceBackend extends KernelBackend {
  private readonly ids = new Map<DataId, ValueId>();
  private readonly given = new Map<DataId, TensorValues>();
  private readonly values: TracedValue[] = [];
  private readonly nodes: TracedNode[] = [];
  private readonly constants = new Map<ValueId, TracedConstant>();
  private readonly inputs: ValueId[] = [];

  /** A tensor that stands for an input. */
  addInput(shape: readonly number[], dtype: 'float32' | 'int32'): TensorInfo {
    const info = { dataId: {}, shape: [...shape], dtype };
    this.inputs.push(this.define(info));
    return info;
  }

  /** Writes an operation down. @returns what stands for its outputs */
  record(kernel: string, inputs: Inputs, attributes: Readonly<Record<string, unknown>>): TensorInfo[] {
    const present = Object.fromEntries(Object.entries(inputs).filter(([, info]) => info !== undefined && info !== null));
    const inference = infer(kernel, present, attributes);
    const outputs = inference.outputs.map(({ shape, dtype }) => ({ dataId: {}, shape: [...shape], dtype: dtype as DataType }));
    this.nodes.push({
      kernel: inference.kernel ?? kernel,
      inputs: Object.fromEntries(Object.entries(present).map(([name, info]) => [name, this.idOf(info)])),
      attributes: inference.attributes ?? attributes,
      outputs: outputs.map((info) => this.define(info)),
    });
    return outputs;
  }

  finish(results: readonly TensorInfo[]): Trace {
    const outputs = results.map((info) => this.idOf(info));
    const { values, inputs, constants } = this;
    return { values, inputs, nodes: neededNodes(this.nodes, outputs), constants, outputs };
  }

  private define({ dataId, shape, dtype }: TensorInfo): ValueId {
    const id = this.values.push({ shape: [...shape], dtype }) - 1;
    this.ids.set(dataId, id);
    return id;
  }

  /** What was not made here is a constant: a parameter, or numbers from the host. */
  private idOf(info: TensorInfo): ValueId {
    const known = this.ids.get(info.dataId);
    if (known !== undefined) return known;
    const id = this.define(info);
    const values = this.given.get(info.dataId);
    this.constants.set(id, values === undefined ? { tensor: info as Tensor } : { values });
    return id;
  }

  override write(values: TensorValues): DataId {
    const dataId = {};
    this.given.set(dataId, values);
    return dataId;
  }

  override move(dataId: DataId, values: TensorValues): void {
    this.given.set(dataId, values);
  }

  override readSync(dataId: DataId): TensorValues {
    const values = this.given.get(dataId);
    if (values !== undefined) return values;
    throw new UsageError({
      package: 'ops',
      code: 'not-traceable',
      what: 'What depends on the input was read in the middle of the computation, so that it cannot be recorded',
      remedy: 'Compute with the operations of @prattle/ops from the input to the output.',
    });
  }

  override async read(dataId: DataId): Promise<TensorValues> {
    return this.readSync(dataId);
  }

  override disposeData(): boolean {
    return true;
  }

  override incRef(): void {}

  override refCount(): number {
    return 1;
  }

  override numDataIds(): number {
    return this.values.length;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {}
}
