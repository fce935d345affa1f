// Makes the package that publishes the addon for this platform: node scripts/platform-package.js [--addon FILE] [--out FOLDER]
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeJson } from '@prattle/tooling-native';
import { buildFolder } from './compiler.js';

const { values } = parseArgs({
  options: {
    addon: { type: 'string', default: join(buildFolder, 'prattle-cpu.node') },
    out: { type: 'string', default: join(buildFolder, 'platforms') },
  },
});
if (!existsSync(values.addon))
  throw new Error(`[prattle/backend-cpu] There is no ${values.addon}. Build it: pnpm --filter @prattle/backend-cpu native.`);

const { version, license, engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const musl = process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime === undefined;
const name = `${process.platform}-${process.arch}${musl ? '-musl' : ''}`;
const folder = join(values.out, name);
const file = values.addon.endsWith('.node') ? 'prattle-cpu.node' : 'prattle-cpu.cjs';

mkdirSync(folder, { recursive: true });
copyFileSync(values.addon, join(folder, file));
copyFileSync(fileURLToPath(new URL('../../../LICENSE', import.meta.url)), join(folder, 'LICENSE'));
writeFileSync(
  join(folder, 'README.md'),
  `# @prattle/backend-cpu-${name}\n\nThe native addon of [@prattle/backend-cpu](https://www.npmjs.com/package/@prattle/backend-cpu) for ${name}. Installed with it.\n`,
);
// Of a workflow on GitHub: provenance has to name where it was built from.
const repository = process.env.GITHUB_REPOSITORY && { type: 'git', url: `git+https://github.com/${process.env.GITHUB_REPOSITORY}.git` };
writeJson(join(folder, 'package.json'), {
  name: `@prattle/backend-cpu-${name}`,
  version,
  description: `The native addon of @prattle/backend-cpu for ${name}.`,
  license,
  ...(repository ? { repository } : {}),
  engines,
  os: [process.platform],
  cpu: [process.arch],
  ...(process.platform === 'linux' ? { libc: [musl ? 'musl' : 'glibc'] } : {}),
  main: file,
  files: [file],
});
console.log(folder);
