#!/usr/bin/env node
const [what, ...rest] = process.argv.slice(2);

// Only what is asked for is loaded: the other packages' tokenizers take a while.
if (what === 'tokenizers') (await import('./tokenizers/main.js')).benchTokenizers(rest);
else if (what === 'loader') await (await import('./loader/main.js')).benchLoader(rest);
else (await import('./steps/main.js')).benchSteps(process.argv.slice(2));
