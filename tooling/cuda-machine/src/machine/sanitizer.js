import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLines, runCommand } from '../command.js';
import { cli } from '../places.js';

const TOOLS = ['memcheck', 'initcheck', 'racecheck', 'synccheck'];
const FOUND = 9;
const SECONDS = 240;

/** Models that between them use every fused kernel. */
const MODELS = [
  ['--model', 'transformer', '--layers', '1', '--heads', '2', '--width', '16', '--dropout', '0.1'],
  ['--model', 'gru', '--embedding', '8', '--hidden', '8'],
  ['--model', 'lstm', '--embedding', '8', '--hidden', '8'],
  ['--model', 'wavenet'],
];

/**
 * Trains for a few steps under each of compute-sanitizer's tools.
 * @param {string | undefined} sanitizer the program; undefined where there is none
 * @returns {{ tool: string, model: string, clean: boolean, seconds: number, output?: string }[]}
 */
export function sanitize(sanitizer) {
  if (sanitizer === undefined) return [];
  const folder = mkdtempSync(join(tmpdir(), 'prattle-sanitizer-'));
  try {
    return TOOLS.flatMap((tool) =>
      MODELS.map((flags, i) => {
        const training = [cli, 'train', 'names', ...flags, '--context', '16', '--batch', '4', '--steps', '3', '--eval-batches', '1'];
        const args = [
          '--tool',
          tool,
          '--error-exitcode',
          String(FOUND),
          process.execPath,
          ...training,
          '--backend',
          'cuda',
          '--out',
          join(folder, `${tool}-${i}`),
        ];
        const finished = runCommand(sanitizer, args, { seconds: SECONDS });
        const clean = finished.code === 0;
        return {
          tool,
          model: flags[1] ?? '',
          clean,
          seconds: Math.round(finished.seconds),
          ...(clean ? {} : { output: lastLines(finished, 20) }),
        };
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The first compute-sanitizer that runs, or nothing. */
export function findSanitizer() {
  return ['compute-sanitizer', '/usr/local/cuda/bin/compute-sanitizer'].find((program) => runCommand(program, ['--version']).code === 0);
}
