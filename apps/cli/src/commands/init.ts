import { encodeText, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { Command } from 'commander';
import pc from 'picocolors';
import { CONFIG_FILES } from '../config-files.js';
import { configFile } from '../scaffold/config-file.js';
import type { LoadedCommand } from './index.js';

/** `prattle init [PLUGIN…]`: a file that lists the plugins of this folder. */
export function create(): LoadedCommand {
  const command = new Command('init')
    .argument('[plugin...]', 'packages, folders or files whose plugins every command here should know')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  command.action(async (modules: string[], { json }: { json?: boolean }) => {
    const storage = fileStorage();
    for (const name of CONFIG_FILES) {
      if (await storage.exists(name)) {
        throw new UsageError({ package: 'cli', code: 'usage', what: `There is a ${name} already`, remedy: 'Add the plugins to its list.' });
      }
    }
    const [file] = CONFIG_FILES;
    await storage.write(file, encodeText(configFile(modules)));
    process.stdout.write(
      json ? `${JSON.stringify({ file, plugins: modules })}\n` : `${pc.bold(file)} is there. \`prattle plugins\` shows what it brings.\n`,
    );
  });
  return { command };
}

const EXAMPLES = `
Examples:
  prattle init
  prattle init ./my-model prattle-plugin-from-npm`;
