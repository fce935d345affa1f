import type { Vocabulary } from '../help/built-help.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** A script that teaches a shell to complete `prattle`: commands, their flags, names that flags take, files. */
export function completionScript(shell: Shell, vocabulary: Vocabulary): string {
  switch (shell) {
    case 'bash':
      return bash(vocabulary);
    case 'zsh':
      return `#compdef prattle\nautoload -U +X bashcompinit && bashcompinit\n${bash(vocabulary)}`;
    case 'fish':
      return fish(vocabulary);
  }
}

function bash({ commands, values }: Vocabulary): string {
  const valueCases = Object.entries(values).map(([flag, names]) => `    ${flag}) words="${names.join(' ')}" ;;`);
  const flagCases = Object.entries(commands).map(([name, { flags }]) => `      ${name}) words="${flags.join(' ')}" ;;`);
  return `# Completion for prattle. Add to ~/.bashrc: source <(prattle completion bash)
_prattle() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  case "$before" in
${valueCases.join('\n')}
  esac
  if [ -z "$words" ] && [ "$COMP_CWORD" -eq 1 ]; then
    words="${Object.keys(commands).join(' ')} --help --version"
  elif [ -z "$words" ] && [ "\${word#-}" != "$word" ]; then
    case "\${COMP_WORDS[1]}" in
${flagCases.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  if [ -z "$words" ]; then COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -o filenames -F _prattle prattle
`;
}

function fish({ commands, values }: Vocabulary): string {
  const lines = Object.entries(commands).flatMap(([name, { summary, flags }]) => [
    `complete -c prattle -n __fish_use_subcommand -a ${name} -d '${summary.replaceAll("'", "\\'")}'`,
    ...flags.map((flag) => {
      const names = values[flag];
      return `complete -c prattle -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${names ? ` -x -a '${names.join(' ')}'` : ''}`;
    }),
  ]);
  return `# Completion for prattle. Save as ~/.config/fish/completions/prattle.fish\n${lines.join('\n')}\n`;
}
