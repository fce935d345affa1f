import { describe, expect, it } from 'vitest';
import { createTextStream } from './text-stream.js';

/** One token a byte of UTF-8, as a byte tokenizer has it. */
const fromBytes = (ids: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(ids));

describe('createTextStream', () => {
  it('holds a character back until its last byte is there', () => {
    const stream = createTextStream(fromBytes);
    const pieces = [...new TextEncoder().encode('aé𝄞€!')].map((byte) => stream.push(byte));
    expect(pieces).toEqual(['a', '', 'é', '', '', '', '𝄞', '', '', '€', '!']);
    expect(stream.flush()).toBe('');
  });

  it('holds half a surrogate pair back', () => {
    const stream = createTextStream((ids) => String.fromCharCode(...ids));
    expect(['x', ...'𝄞'.split(''), 'y'].map((unit) => stream.push(unit.charCodeAt(0)))).toEqual(['x', '', '𝄞', 'y']);
  });

  it('does not wait for ever for bytes that are no character', () => {
    const stream = createTextStream(fromBytes);
    const pieces = [0xff, 0xff, 0xff, 0xff, 0x61].map((byte) => stream.push(byte));
    expect(pieces.join('')).toBe('\uFFFD\uFFFD\uFFFD\uFFFDa');
  });

  it('shows what is unfinished at the end', () => {
    const stream = createTextStream(fromBytes);
    stream.push(0xe2);
    expect(stream.flush()).toBe('\uFFFD');
    expect(stream.flush()).toBe('');
  });

  it('goes on from text that it does not show, and waits as long as it is told', () => {
    const pairs = (ids: readonly number[]) =>
      ids.map((id, place) => (place % 3 < 2 ? '' : id)).join(' ') + (ids.length % 3 > 0 ? '\uFFFD' : '');
    const stream = createTextStream(pairs, { after: [0, 0, 5], longest: Number.POSITIVE_INFINITY });
    expect([0, 0, 6, 0].map((id) => stream.push(id))).toEqual(['', '', '   6', '']);
    expect(stream.flush()).toContain('\uFFFD');
  });

  it('follows tokenizers whose tokens depend on the one before', () => {
    const words = ['hello', 'world', 'again'];
    const stream = createTextStream((ids) => ids.map((id) => words[id]).join(' '));
    expect([0, 1, 2].map((id) => stream.push(id)).join('')).toBe('hello world again');
  });
});
