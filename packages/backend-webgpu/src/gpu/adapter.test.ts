import { afterEach, describe, expect, it, vi } from 'vitest';
import backendWebGpu from '../index.js';

const [plugin] = backendWebGpu().backends ?? [];
const probe = () => plugin?.probe();

/** A browser whose GPU is this adapter. */
function browserWith(adapter: unknown): void {
  const gpu = { requestAdapter: async () => adapter };
  vi.stubGlobal('navigator', { gpu });
}

const limits = { maxStorageBufferBindingSize: 2 ** 30 };
const info = (changes: object) => ({
  vendor: 'nvidia',
  architecture: 'ada',
  description: '',
  device: '',
  isFallbackAdapter: false,
  ...changes,
});

afterEach(() => vi.unstubAllGlobals());

describe('probe', () => {
  it('finds a graphics card, with the priority of one', async () => {
    browserWith({ limits, info: info({}) });
    expect(await probe()).toEqual({
      available: true,
      device: 'nvidia ada',
      details: { vendor: 'nvidia', architecture: 'ada', kind: 'hardware', 'largest buffer, MiB': 1024 },
    });
  });

  it.each([{ isFallbackAdapter: true }, { architecture: 'swiftshader' }, { description: 'llvmpipe (LLVM 15)' }])(
    'puts a GPU that the processor imitates behind all but plain JavaScript: %o',
    async (changes) => {
      browserWith({ limits, info: info(changes) });
      const found = await probe();
      expect(found).toMatchObject({ available: true, details: { kind: 'software' }, priority: 5 });
      expect(found?.available && found.device).toMatch(/\(software\)$/);
    },
  );

  it('says what to do where there is no adapter, or asking for one fails', async () => {
    browserWith(null);
    expect(await probe()).toMatchObject({ available: false, reason: 'WebGPU finds no graphics adapter' });
    vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.reject(new Error('blocked')) } });
    expect(await probe()).toMatchObject({ available: false, reason: 'WebGPU cannot be used: blocked' });
  });

  it('fails to open with the same words', async () => {
    browserWith(null);
    await expect(plugin?.open()).rejects.toThrow('[prattle/backend-webgpu] WebGPU finds no graphics adapter. Install');
  });
});
