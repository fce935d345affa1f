import { type backend_util, DataStorage, type DataType, engine, type KernelBackend, type TensorInfo } from '@prattle/ops/tfjs';
import type { Block, ElementType } from './memory/pool.js';

type Values = backend_util.BackendValues;

/** What records have to tell their backend. */
export interface RecordOwner extends KernelBackend {
  /** JavaScript is about to look at memory: what was asked for so far must have happened. */
  beforeJavaScript(what: string): void;
  /** As `Engine.collected`. */
  readonly collected: boolean;
  /** Nobody refers to the record any more: its memory can go. */
  reclaim(record: DataRecord): void;
}

/**
 * A tensor's data. It is its own tfjs `dataId`, so that no map has to be asked. The data lies in a pooled block, or in
 * an array that JavaScript made, until a kernel wants its address.
 */
export class DataRecord {
  refCount = 1;
  /** False once the data is gone: disposed, or moved to another backend. */
  live = true;
  /** Where the data lies; only numbers lie in blocks. */
  block: Block | undefined;
  /** The array that JavaScript made, or its view of the block. */
  array: Values | undefined;
  /** Set by the stock kernel for complex tensors. */
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };

  constructor(
    readonly storage: Records,
    readonly dtype: DataType,
    /** Number of elements. */
    readonly size: number,
  ) {}

  /** The data as stock JavaScript kernels see it: the memory itself, or a copy where memory has to be released. */
  get values(): Values | undefined {
    if (this.block !== undefined) {
      this.storage.owner.beforeJavaScript('JavaScript code looks into a tensor');
      const type = this.dtype as ElementType;
      if (!this.storage.owner.collected) return this.block.read(type, this.size);
      this.block.seen = true;
      this.array ??= this.block.view(type, this.size);
    }
    return this.array;
  }
}

/** The records of one backend, behind the interface that tfjs's own kernels use (`backend.data`). */
export class Records extends DataStorage<DataRecord> {
  #count = 0;
  /** Data that came from another backend keeps the identity that it had there. */
  readonly #moved = new WeakMap<object, DataRecord>();

  constructor(readonly owner: RecordOwner) {
    super(owner, engine());
  }

  add(record: DataRecord): DataRecord {
    this.#count++;
    return record;
  }

  override get(dataId: object): DataRecord {
    return this.#find(dataId) ?? this.#fetch(dataId);
  }

  override set(dataId: object, record: DataRecord): void {
    this.#count++;
    this.#moved.set(dataId, record);
  }

  override has(dataId: object): boolean {
    return this.#find(dataId) !== undefined;
  }

  override delete(dataId: object): boolean {
    const record = this.#find(dataId);
    if (record === undefined) return false;
    this.#count--;
    record.live = false;
    this.owner.reclaim(record);
    return true;
  }

  override numDataIds(): number {
    return this.#count;
  }

  #find(dataId: object): DataRecord | undefined {
    if (dataId instanceof DataRecord && dataId.storage === this && dataId.live) return dataId;
    const moved = this.#moved.get(dataId);
    return moved?.live ? moved : undefined;
  }

  /** Has tfjs bring over what another backend holds. */
  #fetch(dataId: object): DataRecord {
    engine().moveData(this.owner, dataId);
    const record = this.#find(dataId);
    if (record === undefined) throw new Error('A tensor was used after its data had been disposed.');
    return record;
  }
}
