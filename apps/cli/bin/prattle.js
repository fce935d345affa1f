#!/usr/bin/env node
import module from 'node:module';

// Where Node can (22.1 and newer), compiled code is kept, which halves the time to the first line.
module.enableCompileCache?.();
// Colours are for terminals; on Windows picocolors takes files and pipes for one, too.
if (process.platform === 'win32' && !process.stdout.isTTY && !process.env.FORCE_COLOR) process.env.NO_COLOR = '1';
const { main } = await import('../dist/main.js');
process.exitCode = await main(process.argv.slice(2));
