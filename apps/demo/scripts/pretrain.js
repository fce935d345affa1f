#!/usr/bin/env node
// Trains the models that come with the page, by the command line of this repository, and keeps what is needed to use them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pretrained } from './pretrained.js';

const program = fileURLToPath(new URL('../../cli/bin/prattle.js', import.meta.url));
const target = fileURLToPath(new URL('../pretrained', import.meta.url));
const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'prattle-pretrain-'));
try {
  for (const { run, command } of pretrained.filter((one) => wanted.length === 0 || wanted.includes(one.run))) {
    const out = join(folder, run);
    console.log(`prattle ${command}`);
    const { status } = spawnSync(process.execPath, [program, ...command.split(' '), '--out', out], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) process.exit(status ?? 1);
    mkdirSync(join(target, run), { recursive: true });
    for (const file of ['prattle.json', 'model.safetensors']) copyFileSync(join(out, 'checkpoints/best', file), join(target, run, file));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
