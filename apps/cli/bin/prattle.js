#!/usr/bin/env node
import module from 'node:module';

// Where Node can (22.1 and newer), compiled code is kept, which halves the time to the first line.
module.enableCompileCache?.();
const { main } = await import('../dist/main.js');
process.exitCode = await main(process.argv.slice(2));
