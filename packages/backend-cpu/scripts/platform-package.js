// Makes the package that publishes the addon for a platform:
//   node scripts/platform-package.js [--addon FILE] [--platform linux-x64-musl] [--out FOLDER]
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { platformName, writePlatformPackage } from '@prattle/tooling-native';
import { buildFolder, packageFolder } from './compiler.js';

const { values } = parseArgs({
  options: {
    addon: { type: 'string', default: join(buildFolder, 'prattle-cpu.node') },
    platform: { type: 'string', default: platformName() },
    out: { type: 'string', default: join(buildFolder, 'platforms') },
  },
});
if (!existsSync(values.addon))
  throw new Error(`[prattle/backend-cpu] There is no ${values.addon}. Build it: pnpm --filter @prattle/backend-cpu native.`);

const main = values.addon.endsWith('.node') ? 'prattle-cpu.node' : 'prattle-cpu.cjs';
const { platform, out } = values;
console.log(writePlatformPackage({ packageFolder, content: 'The native addon', platform, out, files: { [main]: values.addon }, main }));
