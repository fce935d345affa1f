import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureChromium } from './install.js';

// The only folder on the PATH has an apt-get of ours: nothing is installed.
describe.skipIf(process.platform !== 'linux')('on a Linux without Chromium', () => {
  /** @type {string} */
  let folder;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'prattle-apt-'));
    vi.stubEnv('PRATTLE_CHROMIUM', undefined);
    vi.stubEnv('PATH', folder);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  /** @param {string} name @param {string} script */
  function program(name, script) {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** @param {number} id */
  const asUser = (id) => vi.spyOn(process, 'getuid').mockReturnValue(id);

  test('root gets it from the archive, whose list is fetched first', async () => {
    asUser(0);
    const chromium = join(folder, 'chromium');
    program('apt-get', `echo "$DEBIAN_FRONTEND $*" >> '${folder}/log'\ncase "$*" in install*) echo > '${chromium}';; esac`);
    expect(await ensureChromium()).toEqual({ path: chromium, installed: true });
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe(
      'noninteractive update -qq\nnoninteractive install -y -qq --no-install-recommends chromium\n',
    );
    expect(await ensureChromium()).toEqual({ path: chromium, installed: false });
  });

  test('what apt-get complains about is passed on, with the command that mends it', async () => {
    asUser(0);
    program('apt-get', 'echo "E: first" >&2; echo "E: Unable to locate package chromium" >&2; exit 100');
    await expect(ensureChromium()).rejects.toThrow(
      /there is none \(apt-get: E: Unable to locate package chromium\)\. Run: sudo apt-get install -y chromium; or set PRATTLE_CHROMIUM/,
    );
  });

  test.each([
    ['who is not root', 1000],
    ['without apt-get', 0],
  ])('nothing is tried for one %s', async (_, user) => {
    asUser(user);
    if (user !== 0) program('apt-get', `echo > '${folder}/chromium'`);
    await expect(ensureChromium()).rejects.toThrow(/and there is none\. Run: sudo apt-get/);
  });
});
