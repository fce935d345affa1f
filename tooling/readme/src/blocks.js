/**
 * @typedef {object} Block
 * @property {'ts' | 'sh'} language
 * @property {string} code
 * @property {number} line where it starts, from 1
 */

const fence = /^```(ts|sh) run\n([\s\S]*?)^```$/gm;

/**
 * The blocks of a Markdown text that are marked to be run: those whose fence says `ts run` or `sh run`.
 *
 * @param {string} markdown
 * @returns {Block[]}
 */
export function runnableBlocks(markdown) {
  return [...markdown.replaceAll('\r\n', '\n').matchAll(fence)].map((match) => ({
    language: match[1] === 'ts' ? 'ts' : 'sh',
    code: match[2] ?? '',
    line: markdown.slice(0, match.index).split('\n').length,
  }));
}

/**
 * The TypeScript blocks of a page as one program.
 *
 * @param {readonly Block[]} blocks
 * @returns {Block[]} one, or none where there are no blocks
 */
export function joinBlocks(blocks) {
  const parts = blocks.filter(({ language }) => language === 'ts');
  const [first] = parts;
  return first ? [{ ...first, code: parts.map(({ code }) => code).join('\n') }] : [];
}
