import util from 'node:util';
import type { Unavailable } from '@prattle/core';
import { unavailable } from '../unavailable.js';

/** The last release that calls functions which Node 23 removed. */
const LAST_WITH_OLD_UTIL = 22;

/** Why this release does not run under this Node and this tfjs; nothing if it does. */
export function checkVersion(packageName: string, version: string): Unavailable | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major !== 4) {
    return unavailable(
      `${packageName} is installed in version ${version}, which belongs to another tfjs`,
      `Install version 4.22: \`npm install ${packageName}@4.22\`.`,
    );
  }
  if (minor <= LAST_WITH_OLD_UTIL && !('isNullOrUndefined' in util)) {
    return unavailable(
      `${packageName} ${version} does not run under Node ${process.versions.node}: it calls util.isNullOrUndefined, which Node 23 removed`,
      'Use Node 20 or 22, or another backend.',
    );
  }
  return undefined;
}
