import { encodeText } from '@prattle/core';
import { maskedCrc32c } from './crc32c.js';

/** One entry of an event file. */
export interface EventRecord {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step?: number;
  /** Only in the first entry: `brain.Event:2`. */
  readonly fileVersion?: string;
  /** Says that what other files hold of this step and those after it has been undone by a restart. */
  readonly restart?: boolean;
  /** Numbers by tag. */
  readonly scalars?: Readonly<Record<string, number>>;
  readonly texts?: Readonly<Record<string, string>>;
}

/** An entry as a TFRecord: length, checksum of the length, the `Event` message, its checksum. */
export function encodeRecord(record: EventRecord): Uint8Array {
  const data = encodeEvent(record);
  const bytes = new Uint8Array(data.length + 16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return bytes;
}

/** tensorflow/core/util/event.proto and framework/summary.proto, as far as they are used here. */
function encodeEvent({ wallTime, step = 0, fileVersion, restart = false, scalars = {}, texts = {} }: EventRecord): Uint8Array {
  const values = [
    ...Object.entries(scalars).map(([tag, value]) => message(1, [text(1, tag), float(2, value)])),
    ...Object.entries(texts).map(([tag, value]) => message(1, [text(1, tag), message(8, textTensor(value)), message(9, TEXT_PLUGIN)])),
  ];
  return join([
    double(1, wallTime),
    integer(2, step),
    ...(fileVersion === undefined ? [] : [text(3, fileVersion)]),
    ...(values.length > 0 ? [message(5, values)] : []),
    // SessionLog { status: START }
    ...(restart ? [message(7, [integer(1, 1)])] : []),
  ]);
}

/** SummaryMetadata { plugin_data { plugin_name: "text" } } */
const TEXT_PLUGIN = [message(1, [text(1, 'text')])];

/** TensorProto of one string: { dtype: DT_STRING, tensor_shape { dim { size: 1 } }, string_val } */
function textTensor(value: string): Uint8Array[] {
  return [integer(1, 7), message(2, [message(2, [integer(1, 1)])]), text(8, value)];
}

// ---- the wire format of protocol buffers: https://protobuf.dev/programming-guides/encoding ----

function integer(field: number, value: number): Uint8Array {
  return join([varint(field << 3), varint(value)]);
}

function double(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return join([varint((field << 3) | 1), bytes]);
}

function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return join([varint((field << 3) | 5), bytes]);
}

function text(field: number, value: string): Uint8Array {
  return message(field, [encodeText(value)]);
}

function message(field: number, parts: readonly Uint8Array[]): Uint8Array {
  const body = join(parts);
  return join([varint((field << 3) | 2), varint(body.length), body]);
}

/** @param value a whole number, at least 0 */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  do {
    bytes.push((left % 128) + (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Uint8Array.from(bytes);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
