// Finds compilers, and knows what each has to be told.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {{ command: string, version: string }} Tool */
/** @typedef {Tool & { platform: string }} Compiler of C++; for which platform, in `process.platform`'s words */

/**
 * The first of $CXX, c++, g++, clang++ that runs and is for this platform; $CXX may be for another one. For Windows that
 * means MinGW's: Microsoft's has no vector extensions, and clang for its libraries lacks what asks a CPU for its features.
 * @returns {Compiler | undefined}
 */
export function findCompiler() {
  const own = process.env.CXX;
  for (const command of [own, 'c++', 'g++', 'clang++']) {
    const tool = findCommand([command]);
    const platform = tool && platformOf(tool.command);
    if (tool && platform && (platform === process.platform || command === own)) return { ...tool, platform };
  }
  return undefined;
}

/** @param {readonly (string | undefined)[]} commands @returns {Tool | undefined} the first that runs */
export function findCommand(commands) {
  for (const command of commands) {
    const version = command && ask(command, '--version');
    if (command && version !== undefined) return { command, version: version.split('\n')[0]?.trim() ?? '' };
  }
  return undefined;
}

/** @param {string} command a compiler @returns {string | undefined} what it compiles for, where that is known here */
function platformOf(command) {
  const machine = ask(command, '-dumpmachine') ?? '';
  if (/-mingw32|-windows-gnu/.test(machine)) return 'win32';
  if (/-darwin|-apple/.test(machine)) return 'darwin';
  return /-linux/.test(machine) ? 'linux' : undefined;
}

/** @param {string} command @param {string} question @returns {string | undefined} undefined where it does not run, or refuses */
function ask(command, question) {
  try {
    return execFileSync(command, [question], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

/** The folder of `node_api.h`: the npm package's headers, else those that came with Node. @param {string} packageFolder */
export function findNodeHeaders(packageFolder) {
  const folders = [join(packageFolder, 'node_modules/node-api-headers/include'), join(dirname(dirname(process.execPath)), 'include/node')];
  return folders.find((folder) => existsSync(join(folder, 'node_api.h')));
}

/** Where a compiler's output goes: what is for another platform than this one has a folder of its own. @param {string} buildFolder @param {Compiler} compiler */
export function outputFolder(buildFolder, { platform }) {
  return platform === process.platform ? buildFolder : join(buildFolder, platform);
}

/** What code for a shared library is compiled with. @param {Compiler} compiler @returns {string[]} */
export function codeFlags({ platform, version }) {
  if (platform !== 'win32') return ['-fPIC', '-fvisibility=hidden'];
  // On Windows GCC puts vectors of AVX on a stack that is aligned to 16 bytes, and moves them as if it were to 32 or 64:
  // a crash (https://gcc.gnu.org/bugzilla/show_bug.cgi?id=54412). The assembler (binutils 2.38) makes other moves of
  // these, which are as fast. Debian's GCC is mended; Clang aligns the stack.
  return /clang/i.test(version) ? [] : ['-Wa,-muse-unaligned-vector-move'];
}

/** How an addon is linked. @param {Compiler} compiler @returns {string[]} */
export function addonFlags({ platform }) {
  if (platform === 'darwin') return ['-bundle', '-undefined', 'dynamic_lookup'];
  // The compiler's libraries go into it on Windows, which has none of them.
  return platform === 'win32' ? ['-shared', '-static', '-pthread', '-s'] : ['-shared', '-pthread', '-s'];
}

/** How a program is linked. @param {Compiler} compiler @returns {string[]} */
export function programFlags({ platform }) {
  return platform === 'win32' ? ['-static', '-pthread'] : ['-pthread'];
}
