import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.js';
import { builtHelp } from './help/built-help.js';
import { ExitCode, reportError } from './terminal/errors.js';
import { version } from './version.js';

/**
 * Runs the command line.
 * @param argv arguments after the program's name
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted
 */
export async function main(argv: readonly string[]): Promise<number> {
  const verbose = argv.includes('--verbose');
  // Whoever reads our output may stop reading: `prattle sample … | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? ExitCode.done : ExitCode.failed));
  const built = builtHelp(argv);
  if (built !== undefined) {
    process.stdout.write(built);
    return ExitCode.done;
  }
  try {
    const program = new Command('prattle')
      .description('Train small language models, look into them, and put them to use.')
      .version(version(), '-V, --version')
      .showSuggestionAfterError()
      .exitOverride()
      .configureHelp({ showGlobalOptions: false })
      .addHelpText('after', examples);
    const name = argv.find((argument) => !argument.startsWith('-'));
    const chosen = commands.find((command) => command.name === name || command.aliases?.some((alias) => alias === name));
    // Only the chosen command is loaded; the others are names and summaries for the help page.
    const loaded = chosen && (await (await chosen.load()).create(argv));
    for (const entry of commands) {
      const command = entry === chosen && loaded ? loaded.command : new Command(entry.name);
      if (!command.options.some(({ long }) => long === '--verbose')) command.option('--verbose', 'show where an error came from');
      program.addCommand(
        command
          .aliases(entry.aliases ?? [])
          .exitOverride()
          .showSuggestionAfterError()
          .description(entry.summary),
      );
    }
    if (argv.length === 0) {
      program.outputHelp();
      return ExitCode.done;
    }
    await program.parseAsync(loaded?.normalise?.(argv) ?? [...argv], { from: 'user' });
    return Number(process.exitCode ?? ExitCode.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    return await reportError(error, { verbose });
  }
}

const examples = `
Examples:
  prattle train notes.txt                     train on your own text
  prattle train names --steps 2000            train on an embedded dataset
  cat notes.txt | prattle train -             train on standard input
  prattle sample runs/notes --tokens 500      write with what was learnt
  prattle plan notes.txt --minutes 10         find out what fits this machine

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted (the run is saved
and can be resumed).`;
