import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { builtAddons } from '../workspace/addon.js';
import { fromRoot } from '../workspace/root.js';

/**
 * A fingerprint of what test results depend on beside the repository's files: the runtime, the processor, the native
 * addon as it was built here, and the data that may lie beside the clone. Part of the cache key of every test task, so
 * that a compiler installed since yesterday is noticed.
 *
 * @returns {string} hexadecimal
 */
export function testEnvironment() {
  const facts = {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    addons: builtAddons().map((path) => createHash('sha256').update(readFileSync(path)).digest('hex')),
    sharedData: existsSync(fromRoot('..', 'shared')),
    dataFolder: process.env.PRATTLE_DATA_DIR,
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}
