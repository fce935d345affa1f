// At a release: makes the packages in build/platforms optional dependencies, so that installing takes the one that fits.
// node scripts/link-platforms.js [--from FOLDER] [--manifest FILE]
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeJson } from '@prattle/tooling-native';
import { buildFolder } from './compiler.js';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: join(buildFolder, 'platforms') },
    manifest: { type: 'string', default: fileURLToPath(new URL('../package.json', import.meta.url)) },
  },
});
const manifest = JSON.parse(readFileSync(values.manifest, 'utf8'));
const platforms = readdirSync(values.from, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => JSON.parse(readFileSync(join(values.from, name, 'package.json'), 'utf8')));
for (const { name, version } of platforms) {
  if (version === manifest.version) continue;
  throw new Error(`[prattle/backend-cpu] ${name} is of version ${version}, and the release of ${manifest.version}. Build it anew.`);
}
const optionalDependencies = Object.fromEntries(platforms.map(({ name, version }) => [name, version]).sort());
writeJson(values.manifest, { ...manifest, optionalDependencies });
console.log(Object.keys(optionalDependencies).join('\n'));
