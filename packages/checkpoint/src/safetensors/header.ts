import { decodeText } from '@prattle/core';
import { damaged, failure } from '../errors.js';
import { sizeOf } from '../tensor-array.js';
import { NUMBER_FORMATS } from './number-formats.js';

/** Where one tensor lies in the file. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** From the start of the file. */
  readonly start: number;
  readonly stop: number;
}

export interface SafetensorsHeader {
  /** In the order of their data. */
  readonly tensors: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Eight bytes: the length of the header, little-endian. */
export const LENGTH_BYTES = 8;

/**
 * Reads and checks a header: the tensors must be of known types and sizes and fill the rest of the file one after the
 * other, with no gap and no overlap.
 * @param file its name, for errors
 * @throws CheckpointError 'damaged', or 'unsupported' for a number type that is not read
 */
export function readHeader(bytes: Uint8Array, file: string): SafetensorsHeader {
  if (bytes.length < LENGTH_BYTES) throw damaged(file, `it has ${bytes.length} bytes, too few for a safetensors file`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - LENGTH_BYTES)) throw damaged(file, 'its header is longer than the file');
  const dataStart = LENGTH_BYTES + Number(length);
  const { __metadata__: metadata, ...entries } = parseHeader(bytes.subarray(LENGTH_BYTES, dataStart), file);
  const tensors = Object.entries(entries)
    .map(([name, entry]) => readEntry(name, entry, dataStart, file))
    .sort((a, b) => a.start - b.start || a.stop - b.stop);
  checkCoverage(tensors, dataStart, bytes.length, file);
  return { tensors, metadata: readMetadata(metadata, file) };
}

function parseHeader(bytes: Uint8Array, file: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(decodeText(bytes));
  } catch (cause) {
    throw damaged(file, 'its header is not JSON', cause);
  }
  if (isRecord(header)) return header;
  throw damaged(file, 'its header is not a JSON object');
}

function readMetadata(metadata: unknown, file: string): Record<string, string> {
  if (metadata === undefined) return {};
  if (isRecord(metadata) && Object.values(metadata).every((value) => typeof value === 'string')) return metadata as Record<string, string>;
  throw damaged(file, 'its metadata is not a list of texts');
}

function readEntry(name: string, entry: unknown, dataStart: number, file: string): TensorEntry {
  if (!isRecord(entry)) throw damaged(file, `its header does not describe "${name}"`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw damaged(file, `its header does not describe "${name}"`);
  }
  const format = NUMBER_FORMATS.get(dtype);
  if (format === undefined) {
    const what = `"${name}" in "${file}" holds numbers of the type ${JSON.stringify(dtype.slice(0, 20))}, which is not read`;
    throw failure('unsupported', what, `Convert it to one of ${[...NUMBER_FORMATS.keys()].join(', ')}.`);
  }
  const [start = 0, stop = 0] = offsets;
  if (stop - start !== sizeOf(shape) * format.bytes) throw damaged(file, `"${name}" has another size than its shape says`);
  return { name, dtype, shape, start: dataStart + start, stop: dataStart + stop };
}

function checkCoverage(tensors: readonly TensorEntry[], dataStart: number, fileSize: number, file: string): void {
  let position = dataStart;
  for (const { name, start, stop } of tensors) {
    if (start !== position) throw damaged(file, `"${name}" does not begin where the tensor before it ends`);
    position = stop;
  }
  if (position > fileSize) throw damaged(file, `it ends too early: ${fileSize} of ${position} bytes are there`);
  if (position < fileSize) throw damaged(file, `${fileSize - position} bytes at its end belong to no tensor`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}
