import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace's root folder. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url));

/**
 * @param {...string} parts of a path below the root
 * @returns {string} absolute path
 */
export function fromRoot(...parts) {
  return join(root, ...parts);
}
