import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors } from '@prattle/checkpoint';
import { afterAll } from 'vitest';

export const program = fileURLToPath(new URL('../../bin/prattle.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly input?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with everything printed so far, whenever something is printed; may send a signal. */
  readonly watch?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** The built command line in a folder of its own, which is removed when the tests of the file are done. */
export function commandLine() {
  const folder = mkdtempSync(join(tmpdir(), 'prattle-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    /** Runs `prattle …` there. */
    call(args: readonly string[], { input = '', env, watch }: CallOptions = {}): Promise<Outcome> {
      return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1', ...env } });
        let stdout = '';
        let stderr = '';
        child.stdout.on('data', (data: Buffer) => {
          stdout += data.toString();
          watch?.(stdout, (signal) => child.kill(signal));
        });
        child.stderr.on('data', (data: Buffer) => {
          stderr += data.toString();
        });
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, stdout, stderr }));
        child.stdin.end(input);
      });
    },
  };
}

/** Whether there is a pseudo-terminal to be had: util-linux's `script` gives one. */
export const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

/** Runs the built command line on a pseudo-terminal of 80 columns; `type` is called with all that is on the screen whenever it changes. */
export function inTerminal(
  folder: string,
  args: readonly string[],
  type: (screen: string, keys: (text: string) => void) => void,
): Promise<{ code: number | null; screen: string }> {
  return new Promise((resolve, reject) => {
    const quoted = [process.execPath, program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const { CI: _, NO_COLOR: __, ...env } = process.env;
    const child = spawn('script', ['-qefc', `stty cols 80 rows 24; ${quoted}`, '/dev/null'], {
      cwd: folder,
      env: { ...env, TERM: 'xterm' },
    });
    let screen = '';
    child.stdout.on('data', (data: Buffer) => {
      screen += data.toString();
      type(screen, (text) => child.stdin.write(text));
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, screen }));
  });
}

/** A model so small that any backend trains it in a second. */
export const tiny = ['--layers', '1', '--heads', '2', '--width', '16', '--context', '16', '--batch', '4', '--eval-batches', '2'];

/** A text with something to learn in it. */
export const rhyme = Array.from({ length: 200 }, (_, line) => `${line} green bottles hanging on the wall\n`).join('');

/** Everything in a training.safetensors but how long the run took, which no two runs share. */
export function trainingState(file: string) {
  const { tensors, metadata } = readSafetensors(readFileSync(file), file);
  const { seconds: _, ...state } = JSON.parse(metadata.state ?? '{}');
  return {
    state,
    tensors: [...tensors].map(([name, { values }]) => [
      name,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'),
    ]),
  };
}
