import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentBackend } from '@prattle/ops';
import { afterAll, expect, it, vi } from 'vitest';
import backendTfjsNode from './index.js';
import { bringOldUtil } from './test/old-util.js';
import { writeStandIn } from './test/stand-in.js';

bringOldUtil();

const program = writeStandIn({ packageName: '@tensorflow/tfjs-node-gpu' });
const [plugin] = backendTfjsNode({ from: program }).backends ?? [];
afterAll(() => rmSync(program, { recursive: true }));

it('says what is missing of CUDA', async (context) => {
  const found = await plugin?.probe();
  if (found?.available) context.skip('CUDA 11.2 and cuDNN 8.1 are here');
  expect(found).toMatchObject({ reason: expect.stringMatching(/NVIDIA driver|CUDA 11\.2|GPU support/) });
});

it.runIf(process.platform === 'linux')('refuses a TensorFlow that went to the CPU', async () => {
  const libraries =
    'cuda.so.1 cudart.so.11.0 cublas.so.11 cublasLt.so.11 cufft.so.10 curand.so.10 cusolver.so.11 cusparse.so.11 cudnn.so.8';
  for (const library of libraries.split(' ')) writeFileSync(join(program, `lib${library}`), '');
  vi.stubEnv('LD_LIBRARY_PATH', program);
  expect(await plugin?.probe()).toMatchObject({ available: true, device: 'NVIDIA GPU, through TensorFlow' });
  await expect(plugin?.open()).rejects.toThrow(/found no GPU/);
  expect(currentBackend()).toBeNull();
  vi.unstubAllEnvs();
});
