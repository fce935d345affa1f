import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeText, encodeText, sha256 } from './web-platform.js';

describe('sha256', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('gives the published digests', async () => {
    expect(await sha256(new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(await sha256(encodeText('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('says what to do in a page that is not secure', async () => {
    vi.stubGlobal('crypto', {});
    await expect(sha256(new Uint8Array())).rejects.toThrow(/not available to this page\. Open the page over https/);
  });

  it('looks at the view, not at the whole buffer', async () => {
    expect(await sha256(encodeText('xabcx').subarray(1, 4))).toBe(await sha256(encodeText('abc')));
  });
});

describe('text', () => {
  it('is UTF-8, byte order marks and all', () => {
    expect(decodeText(encodeText('\ufeffß\u{1f600}'))).toBe('\ufeffß\u{1f600}');
    expect(() => decodeText(Uint8Array.of(0xff))).toThrow(TypeError);
  });
});
