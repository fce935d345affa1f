import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the service worker, with the list of all files that were built.
 *
 * @returns {import('vite').Plugin}
 */
export function offline() {
  let root = '';
  let publicDir = '';
  return {
    name: 'prattle-offline',
    apply: 'build',
    configResolved(config) {
      ({ root, publicDir } = config);
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const hash = createHash('sha256');
        for (const [name, output] of Object.entries(bundle)) hash.update(name).update('code' in output ? output.code : output.source);
        const files = ['index.html', ...Object.keys(bundle), ...(existsSync(publicDir) ? readdirSync(publicDir) : [])];
        const list = [...new Set(files)].filter((name) => !name.endsWith('.map')).map((name) => `./${name}`);
        const source = readFileSync(join(root, 'src/offline/service-worker.js'), 'utf8')
          .replace('FILES', JSON.stringify(['./', ...list]))
          .replace('VERSION', JSON.stringify(`prattle-${hash.digest('hex').slice(0, 12)}`));
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
      },
    },
  };
}
