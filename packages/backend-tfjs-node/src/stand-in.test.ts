import { rmSync } from 'node:fs';
import type { BackendPlugin } from '@prattle/core';
import { add, currentBackend, readSync, tensor } from '@prattle/ops';
import { backendSuite } from '@prattle/testing';
import { afterAll, describe, expect, it } from 'vitest';
import backendTfjsNode from './index.js';
import { bringOldUtil } from './test/old-util.js';
import { useStandIn, writeStandIn } from './test/stand-in.js';

bringOldUtil();

const program = writeStandIn();
afterAll(() => rmSync(program, { recursive: true }));

function backendOf(from: string): BackendPlugin {
  const backend = backendTfjsNode({ from }).backends?.find(({ name }) => name === 'tfjs-node');
  if (backend === undefined) throw new Error('no backend');
  return backend;
}

describe('a package that cannot be loaded', () => {
  it('is an error that says what to do, and leaves no backend behind', async () => {
    const message = 'libtensorflow.so.2: cannot open shared object file: No such file or directory';
    const broken = backendOf(useStandIn({ onLoad: `throw new Error(${JSON.stringify(message)})` }));
    const before = process.env.TF_CPP_MIN_LOG_LEVEL;
    await expect(broken.open()).rejects.toThrow(/\[prattle\/backend-tfjs-node\] .*library was not found.*Run `npm rebuild/);
    expect(process.env.TF_CPP_MIN_LOG_LEVEL).toBe(before);
    expect(currentBackend()).toBeNull();
  });

  it('nor is one opened that is not installed whole', async () => {
    await expect(backendOf(useStandIn({ parts: [] })).open()).rejects.toThrow('npm rebuild');
  });
});

// The contract, on a package that is not TensorFlow: that the real one computes the same is for tfjs-node.test.ts.
await backendSuite(backendOf(program));

describe('a stand-in', () => {
  it('runs in the one engine, under the name tensorflow', async () => {
    const backend = await backendOf(program).open();
    expect(currentBackend()).toBe('tensorflow');
    expect(backend.details).toEqual({ package: '@tensorflow/tfjs-node 4.22.0', tensorflow: '2.9.1' });
    expect([...readSync(add(tensor([1, 2], [2]), 1))]).toEqual([2, 3]);
    backend.close();
    expect(currentBackend()).toBeNull();
  });

  it('is the only one in a process', async () => {
    await expect(backendOf(useStandIn()).open()).rejects.toThrow('a process can have only one TensorFlow');
  });
});
