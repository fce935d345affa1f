import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from './scripts.js';

const vocabulary = {
  commands: {
    train: { summary: "Train a model on one's own text", flags: ['--model', '--steps', '--seed'] },
    sample: { summary: 'Write', flags: ['--tokens'] },
  },
  values: { '--model': ['transformer', 'gru'] },
};
const hasBash = spawnSync('bash', ['--version']).status === 0;

/** What bash offers after these words, the last of which is being typed. */
function offered(...words: string[]): string[] {
  const script = `${completionScript('bash', vocabulary)}
COMP_WORDS=(prattle ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_prattle; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('completion', () => {
  it('offers commands, their flags and the names that flags take', (context) => {
    if (!hasBash) context.skip('needs bash');
    expect(offered('')).toEqual(['train', 'sample', '--help', '--version']);
    expect(offered('tr')).toEqual(['train']);
    expect(offered('train', 'notes.txt', '--s')).toEqual(['--steps', '--seed']);
    expect(offered('train', '--model', 'g')).toEqual(['gru']);
  });

  it('offers files where anything else is wanted', (context) => {
    if (!hasBash) context.skip('needs bash');
    expect(offered('train', 'package.js')).toEqual(['package.json']);
  });

  it('speaks zsh and fish', () => {
    expect(completionScript('zsh', vocabulary)).toMatch(/^#compdef prattle\n/);
    const fish = completionScript('fish', vocabulary);
    expect(fish).toContain("-a train -d 'Train a model on one\\'s own text'");
    expect(fish).toContain("-l model -x -a 'transformer gru'");
  });
});
