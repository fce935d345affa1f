import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import type { Available, Unavailable } from '@prattle/core';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import backendTfjsNode from '../index.js';
import { bringOldUtil } from '../test/old-util.js';
import { type StandIn, useStandIn, writeStandIn } from '../test/stand-in.js';

bringOldUtil();

const NAME = '@tensorflow/tfjs-node';

async function probe(from: string, name = 'tfjs-node'): Promise<Available | Unavailable> {
  const backend = backendTfjsNode({ from }).backends?.find((one) => one.name === name);
  if (backend === undefined) throw new Error(`no backend ${name}`);
  return backend.probe();
}

async function problem(options: StandIn): Promise<string> {
  const found = await probe(useStandIn(options));
  return found.available ? 'none' : `${found.reason}. ${found.remedy}`;
}

describe('probe', () => {
  it('finds an installed package without loading it', async () => {
    const from = useStandIn({ onLoad: 'throw new Error("loaded")' });
    expect(await probe(from)).toEqual({ available: true, device: 'CPU, through TensorFlow', details: { version: '4.22.0' } });
    expect('_tfengine' in globalThis).toBe(false);
  });

  it('looks in the current folder, if no other is named', async () => {
    const [before, program] = [process.cwd(), writeStandIn()];
    onTestFinished(() => {
      process.chdir(before);
      rmSync(program, { recursive: true });
    });
    process.chdir(program);
    expect(await backendTfjsNode().backends?.[1]?.probe()).toMatchObject({ available: true });
  });

  it('says that nothing is installed, and what that would do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'prattle-empty-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const name of ['tfjs-node', 'tfjs-node-gpu']) {
      expect(await probe(folder, name)).toEqual({
        available: false,
        reason: `@tensorflow/${name} is not installed`,
        remedy: expect.stringContaining(`npm install @tensorflow/${name}`),
      });
    }
  });

  it.each(['', '{', 'null', '{"version": 4}'])('takes a package.json that reads %j for damage', async (text) => {
    const from = useStandIn();
    writeFileSync(join(from, 'node_modules', NAME, 'package.json'), text);
    expect(await probe(from)).toMatchObject({ available: false, remedy: expect.stringContaining('Install it again') });
  });

  it('knows an install script that never ran', async () => {
    expect(await problem({ parts: [] })).toMatch(
      /install script .* did not run.*neither .* nor .*npm rebuild @tensorflow\/tfjs-node`.*approve-builds/,
    );
  });

  it('knows a missing binding, and one for an older Node-API only', async () => {
    const remedy = 'npm rebuild @tensorflow/tfjs-node --build-addon-from-source';
    expect(await problem({ parts: ['library'] })).toContain(remedy);
    const from = useStandIn({ parts: ['library'] });
    const old = join(from, 'node_modules', NAME, 'lib', 'napi-v3');
    mkdirSync(old, { recursive: true });
    writeFileSync(join(old, 'tfjs_binding.node'), '');
    const found = await probe(from);
    expect(found).toMatchObject({ available: false, reason: expect.stringContaining('napi-v8') });
  });

  it('knows a missing TensorFlow', async () => {
    expect(await problem({ parts: ['binding'] })).toMatch(/without TensorFlow's library .*Run `npm rebuild @tensorflow\/tfjs-node`/);
  });

  it('refuses a release of another tfjs', async () => {
    expect(await problem({ version: '3.21.1' })).toMatch(/version 3\.21\.1.*npm install @tensorflow\/tfjs-node@4\.22/);
  });
});

describe('under a Node without util.isNullOrUndefined', () => {
  const before = Object.getOwnPropertyDescriptor(util, 'isNullOrUndefined');
  afterEach(() => {
    if (before) Object.defineProperty(util, 'isNullOrUndefined', before);
  });

  it('4.22 does not run, a later release may', async () => {
    Reflect.deleteProperty(util, 'isNullOrUndefined');
    expect(await problem({ version: '4.22.0' })).toMatch(/does not run under Node .*Use Node 20 or 22/);
    expect(await problem({ version: '4.23.0' })).toBe('none');
  });

  it('4.22 runs where a program brings the function', async () => {
    Object.defineProperty(util, 'isNullOrUndefined', { value: (value: unknown) => value == null, configurable: true });
    expect(await problem({ version: '4.22.0' })).toBe('none');
  });
});
