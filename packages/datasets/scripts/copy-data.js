// Part of the build: puts the workspace's datasets beside the built code, where installed users find them.
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const from = fileURLToPath(new URL('../../../datasets/', import.meta.url));
const to = fileURLToPath(new URL('../dist/data/', import.meta.url));

rmSync(to, { recursive: true, force: true });
cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.mjs') });
