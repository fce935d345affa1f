import { memoryStorage, type TrainingEvent } from '@prattle/core';
import { parse, Root } from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c.js';
import { tensorboard } from './tensorboard.js';

/** What TensorBoard's own reader is compiled from: event.proto and summary.proto of TensorFlow, less what is not read here. */
const SCHEMA = `
syntax = "proto3";
message Event {
  double wall_time = 1;
  int64 step = 2;
  oneof what { string file_version = 3; Summary summary = 5; SessionLog session_log = 7; }
}
message SessionLog { enum SessionStatus { STATUS_UNSPECIFIED = 0; START = 1; STOP = 2; } SessionStatus status = 1; }
message Summary {
  message Value { string tag = 1; SummaryMetadata metadata = 9; oneof value { float simple_value = 2; TensorProto tensor = 8; } }
  repeated Value value = 1;
}
message SummaryMetadata { message PluginData { string plugin_name = 1; } PluginData plugin_data = 1; }
message TensorProto { int32 dtype = 1; TensorShapeProto tensor_shape = 2; repeated bytes string_val = 8; }
message TensorShapeProto { message Dim { int64 size = 1; } repeated Dim dim = 2; }
`;

const Event = parse(SCHEMA, new Root(), { keepCase: true }).root.lookupType('Event');

/** The records of an event file, checksums checked. */
function readEvents(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const events: Record<string, unknown>[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(maskedCrc32c(bytes.subarray(at, at + 8)));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(maskedCrc32c(data));
    events.push(Event.toObject(Event.decode(data), { longs: Number, bytes: String, enums: String }));
    at += 16 + length;
  }
  return events;
}

const start = (step: number): TrainingEvent => ({ type: 'start', step, steps: 9, parameters: 1, backend: 'x', device: 'y' });
const stepEvent = (step: number): TrainingEvent => ({
  type: 'step',
  step,
  loss: 2 - step / 8,
  learningRate: 0.5,
  tokensPerSecond: 1000,
  seconds: step,
});

async function write(events: readonly TrainingEvent[], { every = 1, resumed = false } = {}) {
  const storage = memoryStorage();
  const callback = tensorboard.create(tensorboard.config.parse({ every }), { storage, run: 'runs/a', resumed });
  for (const event of events) await callback(event, { stop: () => {} });
  const [file = ''] = await storage.list('runs/a/tensorboard');
  return { file, events: readEvents(await storage.read(`runs/a/tensorboard/${file}`)) };
}

describe('crc32c', () => {
  it('has the value that RFC 3720 gives', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  });
});

describe('event files', () => {
  const done: TrainingEvent = { type: 'done', step: 4, reason: 'finished', seconds: 1, finalLosses: {} };

  it('hold what an independent reader of the format finds', async () => {
    const { file, events } = await write([
      start(0),
      { type: 'eval', step: 0, losses: { train: 4, validation: 4.5 }, best: true },
      stepEvent(300),
      { type: 'sample', step: 300, text: 'größer 🙂' },
      done,
    ]);
    expect(file).toMatch(/^events\.out\.tfevents\.\d{10}\.prattle\.0$/);
    expect(events[0]).toMatchObject({ file_version: 'brain.Event:2' });
    expect(Number(events[0]?.wall_time)).toBeGreaterThan(1.7e9);
    const evaluated = [
      { tag: 'loss/train', simple_value: 4 },
      { tag: 'loss/validation', simple_value: 4.5 },
    ];
    expect(events[1]).toMatchObject({ summary: { value: evaluated } });
    expect(events[2]).toMatchObject({ step: 300, summary: { value: [{ tag: 'loss/batch', simple_value: -35.5 }, {}, {}] } });
    const said = Buffer.from('größer 🙂').toString('base64');
    const text = { tag: 'sample', metadata: { plugin_data: { plugin_name: 'text' } }, tensor: { dtype: 7, string_val: [said] } };
    expect(events[3]).toMatchObject({ step: 300, summary: { value: [text] } });
  });

  it('begin anew where a run is resumed, and undo what came after', async () => {
    const { file, events } = await write([start(200), stepEvent(201), done], { resumed: true });
    expect(file).toMatch(/\.200$/);
    expect(events[1]).toMatchObject({ step: 201, session_log: { status: 'START' } });
  });

  it('leave out steps when asked to', async () => {
    const { events } = await write([start(0), ...[1, 2, 3, 4].map(stepEvent), done], { every: 2 });
    expect(events.slice(1).map(({ step }) => step)).toEqual([2, 4]);
  });
});
