// Makes the package that publishes the addon and the kernels for this platform: node scripts/platform-package.js [--build FOLDER] [--out FOLDER]
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeJson } from '@prattle/tooling-native';
import { addonFile } from './parts.js';

const built = dirname(addonFile);
const { values } = parseArgs({
  options: { build: { type: 'string', default: built }, out: { type: 'string', default: join(built, 'platforms') } },
});
const addon = join(values.build, 'prattle-cuda.node');
const kernelFolder = join(values.build, 'kernels');
const kernels = existsSync(kernelFolder) ? readdirSync(kernelFolder).filter((file) => file.endsWith('.fatbin')) : [];
if (!existsSync(addon) || kernels.length === 0) {
  throw new Error(
    `[prattle/backend-cuda] There are no addon and kernels in ${values.build}. Build them with nvcc: pnpm --filter @prattle/backend-cuda device.`,
  );
}

const { version, license, engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const name = `${process.platform}-${process.arch}`;
const folder = join(values.out, name);
mkdirSync(join(folder, 'kernels'), { recursive: true });
copyFileSync(addon, join(folder, 'prattle-cuda.node'));
for (const file of kernels) copyFileSync(join(kernelFolder, file), join(folder, 'kernels', file));
copyFileSync(fileURLToPath(new URL('../../../LICENSE', import.meta.url)), join(folder, 'LICENSE'));
writeFileSync(
  join(folder, 'README.md'),
  `# @prattle/backend-cuda-${name}\n\nThe native addon and the kernels of [@prattle/backend-cuda](https://www.npmjs.com/package/@prattle/backend-cuda) for ${name}. Installed with it.\n`,
);
// Of a workflow on GitHub: provenance has to name where it was built from.
const repository = process.env.GITHUB_REPOSITORY && { type: 'git', url: `git+https://github.com/${process.env.GITHUB_REPOSITORY}.git` };
writeJson(join(folder, 'package.json'), {
  name: `@prattle/backend-cuda-${name}`,
  version,
  description: `The native addon and the kernels of @prattle/backend-cuda for ${name}.`,
  license,
  ...(repository ? { repository } : {}),
  engines,
  os: [process.platform],
  cpu: [process.arch],
  ...(process.platform === 'linux' ? { libc: ['glibc'] } : {}),
  files: ['prattle-cuda.node', 'kernels'],
});
console.log(folder);
