/**
 * @typedef {object} Declaration a statement of a .d.ts file
 * @property {string} name what it declares
 * @property {string} text without comments
 */

/**
 * The statements of a .d.ts file as TypeScript writes them: each begins at the start of a line, and what belongs to it is
 * indented, or closes a bracket.
 *
 * @param {string} source
 * @returns {string[]} without comments and empty lines
 */
export function statements(source) {
  const lines = withoutComments(source)
    .split('\n')
    .map((line) => line.trimEnd());
  /** @type {string[]} */
  const found = [];
  for (const line of lines) {
    if (line === '') continue;
    if (/^[\s})\]]/.test(line) && found.length > 0) found[found.length - 1] += `\n${line}`;
    else found.push(line);
  }
  return found;
}

/**
 * @param {string} statement
 * @returns {Declaration | undefined} undefined for imports and re-exports
 */
export function declarationOf(statement) {
  const match =
    /^(?:export )?(?:default )?(?:declare )?(?:abstract )?(?:const|let|var|function\*?|async function|class|interface|type|enum|namespace) ([\w$]+)/.exec(
      statement,
    );
  if (match?.[1] !== undefined) return { name: match[1], text: statement.replace(/^export declare |^declare /, 'export ') };
  return /^(?:export default |declare const _default)/.test(statement) ? { name: 'default', text: statement } : undefined;
}

/**
 * @param {string} statement
 * @returns {{ from?: string, names: { name: string, as: string }[] } | undefined} what an import or export list names; undefined for anything else
 */
export function listOf(statement) {
  const match = /^(?:import|export) (?:type )?(?:[\w$]+,? ?)?(?:\{([^}]*)\}|\* as [\w$]+|\*)?(?: ?from ['"]([^'"]+)['"])?;?$/s.exec(
    statement,
  );
  if (match === null) return undefined;
  const names = (match[1] ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^type /, ''))
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', as = name] = part.split(' as ');
      return { name, as };
    });
  return { ...(match[2] === undefined ? {} : { from: match[2] }), names };
}

/** @param {string} source */
function withoutComments(source) {
  // Strings of declarations hold neither of the two signs: they are names of settings and modules.
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
