import { type backend_util, buffer, type DataType, engine, KernelBackend, type TensorInfo, type TfjsTensor, util } from '@prattle/ops/tfjs';

type Values = backend_util.BackendValues;

/**
 * What tfjs-backend-cpu's kernels call on their backend, beside what every tfjs backend has. They run on a backend that
 * extends this one as on their own, and nothing of their package is loaded before they are.
 */
export abstract class StockBackend extends KernelBackend {
  /** Of their matrix product. */
  readonly blockSize = 48;

  abstract override write(values: Values, shape: number[], dtype: DataType): object;
  abstract override readSync(dataId: object): Values;
  abstract override disposeData(dataId: object, force?: boolean): boolean;

  /** A new tensor of these values, which the backend keeps; strings are encoded. */
  makeTensorInfo(shape: readonly number[], dtype: DataType, values?: Values | string[]): TensorInfo {
    const isText = dtype === 'string' && typeof values?.[0] === 'string';
    const data = isText ? (values as string[]).map((text) => util.encodeString(text)) : (values as Values);
    return { dataId: this.write(data, shape as number[], dtype), shape: shape as number[], dtype };
  }

  makeOutput(values: Values, shape: readonly number[], dtype: DataType): TfjsTensor {
    return engine().makeTensorFromTensorInfo(this.makeTensorInfo(shape, dtype, values), this);
  }

  disposeIntermediateTensorInfo({ dataId }: TensorInfo): void {
    this.disposeData(dataId);
  }

  /** A copy of the tensor's values, strings decoded, to be asked for by coordinates. */
  bufferSync({ dataId, shape, dtype }: TensorInfo): ReturnType<typeof buffer> {
    const values = this.readSync(dataId);
    const data = dtype === 'string' ? (values as Uint8Array[]).map((bytes) => util.decodeString(bytes)) : values;
    return buffer(shape, dtype, data as backend_util.TypedArray);
  }

  override floatPrecision(): 32 {
    return 32;
  }
}
