// Packages that publish what was compiled, one for each platform.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeJson } from './json.js';

/** `linux-x64`, `linux-arm64-musl`, `win32-x64` …: what the packages for this machine are called after. */
export function platformName() {
  const { platform, arch, report } = process;
  if (platform !== 'linux') return `${platform}-${arch}`;
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (/** @type {unknown} */ (report.getReport()));
  return `linux-${arch}${header.glibcVersionRuntime === undefined ? '-musl' : ''}`;
}

/**
 * Writes the package `NAME-PLATFORM` into a folder of its own, at the version of the package that takes it.
 * @param {object} options
 * @param {string} options.packageFolder of the package that takes it
 * @param {string} options.content what is in it, in words
 * @param {string} options.platform
 * @param {string} options.out where the folder is made, which is called after the platform
 * @param {Readonly<Record<string, string>>} options.files what is copied: a file or a folder, by its name in the package
 * @param {string} [options.main] the file that requiring the package loads
 * @returns {string} the folder
 */
export function writePlatformPackage({ packageFolder, content, platform, out, files, main }) {
  const { name: backend, version, license, engines } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const [os = '', cpu = '', libc = 'glibc'] = platform.split('-');
  const name = `${backend}-${platform}`;
  const folder = join(out, platform);
  mkdirSync(folder, { recursive: true });
  for (const [file, source] of Object.entries(files)) cpSync(source, join(folder, file), { recursive: true });
  cpSync(fileURLToPath(new URL('../../../LICENSE', import.meta.url)), join(folder, 'LICENSE'));
  writeFileSync(
    join(folder, 'README.md'),
    `# ${name}\n\n${content} of [${backend}](https://www.npmjs.com/package/${backend}) for ${platform}. Installed with it.\n`,
  );
  // Of a workflow on GitHub: provenance has to name where it was built from.
  const repository = process.env.GITHUB_REPOSITORY && { type: 'git', url: `git+https://github.com/${process.env.GITHUB_REPOSITORY}.git` };
  writeJson(join(folder, 'package.json'), {
    name,
    version,
    description: `${content} of ${backend} for ${platform}.`,
    license,
    ...(repository ? { repository } : {}),
    engines,
    os: [os],
    cpu: [cpu],
    ...(os === 'linux' ? { libc: [libc] } : {}),
    ...(main ? { main } : {}),
    files: Object.keys(files),
  });
  return folder;
}
