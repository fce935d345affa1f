import { nameRemedy, UsageError } from '@prattle/core';
import { Command } from 'commander';
import { completionScript, SHELLS } from '../completion/scripts.js';
import { builtVocabulary } from '../help/built-help.js';
import type { LoadedCommand } from './index.js';

/** `prattle completion SHELL`: what a shell has to know to complete our commands. */
export function create(): LoadedCommand {
  const command = new Command('completion').argument('<shell>', SHELLS.join(', ')).addHelpText('after', EXAMPLES);
  command.action((shell: string) => {
    const known = SHELLS.find((name) => name === shell);
    if (!known)
      throw new UsageError({
        package: 'cli',
        code: 'usage',
        what: `There is no completion for "${shell}"`,
        remedy: nameRemedy(shell, SHELLS),
      });
    process.stdout.write(completionScript(known, builtVocabulary()));
  });
  return { command };
}

const EXAMPLES = `
Examples:
  source <(prattle completion bash)
  prattle completion zsh > "\${fpath[1]}/_prattle"
  prattle completion fish > ~/.config/fish/completions/prattle.fish`;
