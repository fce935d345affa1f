import { tokenizerSuite } from '@prattle/testing';
import { describe, expect, it } from 'vitest';
import { byte } from './plugin.js';

tokenizerSuite(byte, { roundTrip: 'all' });

describe('the byte tokenizer', () => {
  const tokenizer = byte.train([], byte.config.parse({ end: true }));

  it('gives the bytes of the UTF-8 form', () => {
    expect([...tokenizer.encode('aé🙂')]).toEqual([0x61, 0xc3, 0xa9, 0xf0, 0x9f, 0x99, 0x82]);
    expect(tokenizer.special).toEqual({ end: 256 });
  });

  it('decodes bytes that are no character to U+FFFD, and keeps a byte order mark', () => {
    expect(tokenizer.decode([0x61, 0xc3])).toBe('a\ufffd');
    expect(tokenizer.decode([0xef, 0xbb, 0xbf, 0x61])).toBe('\ufeffa');
  });

  it('shows bytes beyond ASCII in hexadecimal', () => {
    expect([0x61, 0x0a, 0x00, 0xc3, 256].map((id) => tokenizer.token(id))).toEqual(['a', '\\n', '0x00', '0xc3', '<end>']);
  });
});
