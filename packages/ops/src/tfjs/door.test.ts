/// <reference types="node" />
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { linear } from '../linear/linear.js';
import { square } from '../plain/functions.js';
import { sum } from '../plain/reduction.js';
import { valueAndGradients } from '../tape/value-and-gradients.js';
import { tensor } from '../tensors/create.js';
import { tidy } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';
import { openReference } from '../testing/reference-backend.js';
import { install } from './install.js';

const require = createRequire(import.meta.url);

/** d/dw (w·x)² = 2·w·x·x at w = 2, x = 3. */
function slope(): number | undefined {
  return tidy(() => {
    const [x, weight] = [tensor([3], [1, 1]), tensor([2], [1, 1])];
    const { gradients } = valueAndGradients(() => sum(square(linear(x, weight))), [weight]);
    return gradients[0] ? readSync(gradients[0])[0] : undefined;
  });
}

describe('install', () => {
  it('registers every gradient once, and leaves others’ alone', async () => {
    const gradFunc = () => ({});
    tf.registerGradient({ kernelName: 'Cosh', gradFunc });
    await Promise.all([install(), install()]);
    expect(tf.getGradient('Cosh').gradFunc).toBe(gradFunc);
    for (const kernel of [tf.Add, tf.BatchMatMul, tf.Conv2D, tf.GatherV2, tf.AvgPool, tf.Softmax])
      expect(tf.getGradient(kernel)).toBeDefined();
  });
});

describe('one engine', () => {
  it('for another’s backend, loaded as CommonJS, that knows nothing of Prattle', async () => {
    const { MathBackendCPU } = require('@tensorflow/tfjs-backend-cpu') as { MathBackendCPU: new () => tf.KernelBackend };
    tf.copyRegisteredKernels('cpu', 'foreign');
    tf.registerBackend('foreign', () => new MathBackendCPU());
    await install();
    await tf.setBackend('foreign');
    expect(slope()).toBe(36);
    const stock = tf.grad((x) => tf.sum(tf.square(x)));
    expect(tf.tidy(() => [...stock(tf.tensor([1, 2])).dataSync()])).toEqual([2, 4]);
    await openReference();
  });

  it('when tfjs is loaded twice, without a word on the console', async () => {
    await openReference();
    const spies = (['log', 'warn', 'error', 'info'] as const).map((method) => vi.spyOn(console, method));
    for (const name of ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu']) delete require.cache[require.resolve(name)];
    const second = require('@tensorflow/tfjs-core') as typeof tf;
    require('@tensorflow/tfjs-backend-cpu');
    expect(second.Tensor).not.toBe(tf.Tensor);
    expect(second.engine()).toBe(tf.engine());
    expect(slope()).toBe(36);
    const theirs = second.tidy(
      () =>
        second
          .grad((x) => second.sum(second.square(x)))(second.tensor([5]))
          .dataSync()[0],
    );
    expect(theirs).toBe(10);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});

describe('programs', () => {
  // Inside the package, so that they find tfjs as a dependency of it.
  const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
  let folder: string;
  beforeAll(() => {
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, 'door-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const program = `
    import { install, linear, readSync, square, sum, tensor, valueAndGradients } from './index.js';
    import { engine, setBackend } from './tfjs/index.js';
    async function main() {
      await import('@tensorflow/tfjs-backend-cpu');
      await install();
      await setBackend('cpu');
      const weight = tensor([2], [1, 1]);
      const { gradients } = valueAndGradients(() => sum(square(linear(tensor([3], [1, 1]), weight))), [weight]);
      console.log(readSync(gradients[0])[0], engine() === globalThis._tfengine);
    }
    globalThis.finished = main();`;

  async function bundle(contents: string, file: string, options: BuildOptions): Promise<string> {
    const outfile = join(folder, file);
    const source = fileURLToPath(new URL('../', import.meta.url));
    const stdin = { contents, resolveDir: source, loader: 'ts' as const };
    await build({ stdin, outfile, bundle: true, conditions: ['source'], logLevel: 'silent', ...options });
    return outfile;
  }

  function run(file: string): string {
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    return stdout + stderr;
  }

  it('bundled for a browser, from tfjs’s ES modules', async () => {
    const script = readFileSync(await bundle(program, 'browser.js', { platform: 'browser', format: 'iife' }), 'utf8');
    const lines: unknown[][] = [];
    const page: Record<string, unknown> = { TextEncoder, TextDecoder, setTimeout, performance, document: {}, navigator: { userAgent: '' } };
    page.window = page.self = page;
    page.console = { log: (...line: unknown[]) => lines.push(line), warn: (...line: unknown[]) => lines.push(line) };
    runInNewContext(script, page);
    await page.finished;
    expect(lines).toEqual([[36, true]]);
  });

  it('bundled for Node', async () => {
    expect(run(await bundle(program, 'node.cjs', { platform: 'node', format: 'cjs' }))).toBe('36 true\n');
  });

  it('in CommonJS that require Prattle and a tfjs backend', async () => {
    const external = ['@tensorflow/*'];
    await bundle(`export * from './index.js';`, 'prattle.mjs', { platform: 'node', format: 'esm', external });
    const consumer = join(folder, 'consumer.cjs');
    writeFileSync(
      consumer,
      `const tf = require('@tensorflow/tfjs-core');
       require('@tensorflow/tfjs-backend-cpu');
       const { install, readSync, square, sum, tensor, valueAndGradients } = require('./prattle.mjs');
       install().then(() => {
         const x = tensor([3], [1]);
         const { gradients } = valueAndGradients(() => sum(square(x)), [x]);
         console.log(readSync(gradients[0])[0], x instanceof tf.Tensor, tf.grad((y) => tf.square(y))(tf.scalar(4)).dataSync()[0]);
       });`,
    );
    expect(run(consumer).replace(/\(node.*ExperimentalWarning[\s\S]*$/, '')).toBe('6 true 8\n');
  });
});
