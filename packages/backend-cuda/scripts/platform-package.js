// Makes the package that publishes the addon and the kernels for a platform:
//   node scripts/platform-package.js [--build FOLDER] [--kernels FOLDER] [--platform linux-x64] [--out FOLDER]
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writePlatformPackage } from '@prattle/tooling-native';
import { addonName, buildFolder, packageFolder } from './parts.js';

const { values } = parseArgs({
  options: {
    build: { type: 'string', default: buildFolder },
    // The device's code is the same for every system: what was built on one may be packed with the addon of another.
    kernels: { type: 'string' },
    // NVIDIA's driver is for glibc.
    platform: { type: 'string', default: `${process.platform}-${process.arch}` },
    out: { type: 'string', default: join(buildFolder, 'platforms') },
  },
});
const addon = join(values.build, addonName);
const kernelFolder = values.kernels ?? join(values.build, 'kernels');
const kernels = existsSync(kernelFolder) ? readdirSync(kernelFolder).filter((file) => file.endsWith('.fatbin')) : [];
if (!existsSync(addon) || kernels.length === 0) {
  throw new Error(
    `[prattle/backend-cuda] There are no addon and kernels in ${values.build}. Build them with nvcc: pnpm --filter @prattle/backend-cuda device.`,
  );
}
const files = { [addonName]: addon, ...Object.fromEntries(kernels.map((file) => [`kernels/${file}`, join(kernelFolder, file)])) };
const { platform, out } = values;
console.log(writePlatformPackage({ packageFolder, content: 'The native addon and the kernels', platform, out, files }));
