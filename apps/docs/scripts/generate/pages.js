import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The site's folder. */
export const site = fileURLToPath(new URL('../../', import.meta.url));

/** The repository. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url));

/**
 * Writes a page of the site.
 *
 * @param {string} path within the site
 * @param {readonly string[]} lines
 */
export function writePage(path, lines) {
  const file = join(site, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/**
 * A Markdown table. What would end a cell or be taken for a tag is escaped.
 *
 * @param {readonly string[]} header
 * @param {readonly (readonly unknown[])[]} rows
 * @returns {string[]}
 */
export function table(header, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}

function cell(value) {
  return plain(String(value ?? ''))
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');
}

/**
 * Text with nothing in it that a page would take for a tag or an expression.
 *
 * @param {string} text
 */
export function plain(text) {
  return text.replaceAll('<', '&lt;').replaceAll('{{', '{ {');
}
