import { stripVTControlCharacters } from 'node:util';

/**
 * @param {string} text
 * @param {number} count
 * @param {string} [place] where the whole text is
 * @returns {string} the end of a long text, saying how much was left out
 */
export function lastLines(text, count, place) {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= count) return lines.join('\n');
  return [`… ${plural(lines.length - count, 'line')} before${place === undefined ? '' : `, see ${place}`}`, ...lines.slice(-count)].join(
    '\n',
  );
}

/**
 * @param {string} log of a package script
 * @returns {string} without colours and without the lines that the package manager adds
 */
export function withoutScriptHeader(log) {
  return stripVTControlCharacters(log)
    .split('\n')
    .filter((line) => !/^> |ELIFECYCLE|^npm warn|^\s*WARN /.test(line))
    .join('\n')
    .trim();
}

/**
 * @param {number} count
 * @param {string} noun in the singular, with a regular plural
 * @returns {string} "1 file", "2 files"
 */
export function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
