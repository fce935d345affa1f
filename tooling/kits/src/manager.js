/** How pnpm is run: as whoever runs this script was, where that is pnpm itself. */
const own = /pnpm[^/\\]*\.[cm]?js$/.test(process.env.npm_execpath ?? '') ? process.env.npm_execpath : undefined;

/**
 * @param {readonly string[]} commandArguments
 * @returns {[string, string[]]} a command and its arguments
 */
export function pnpm(commandArguments) {
  return own === undefined ? npx(['-y', 'pnpm@10', ...commandArguments]) : [process.execPath, [own, ...commandArguments]];
}

/**
 * @param {readonly string[]} commandArguments
 * @returns {[string, string[]]}
 */
export function npm(commandArguments) {
  return onWindows('npm', commandArguments);
}

/**
 * @param {readonly string[]} commandArguments
 * @returns {[string, string[]]}
 */
function npx(commandArguments) {
  return onWindows('npx', commandArguments);
}

/**
 * npm's programs are scripts there, which only a shell can run.
 *
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @returns {[string, string[]]}
 */
function onWindows(command, commandArguments) {
  return process.platform === 'win32' ? ['cmd.exe', ['/d', '/s', '/c', command, ...commandArguments]] : [command, [...commandArguments]];
}
