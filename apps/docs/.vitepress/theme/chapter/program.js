/** The packages that a chapter may import, each loaded when it first does. */
const packages = {
  '@prattle/backend-wasm': () => import('@prattle/backend-wasm'),
  '@prattle/core': () => import('@prattle/core'),
  '@prattle/datasets': () => import('@prattle/datasets'),
  '@prattle/models': () => import('@prattle/models'),
  '@prattle/nn': () => import('@prattle/nn'),
  '@prattle/ops': () => import('@prattle/ops'),
  '@prattle/runs': () => import('@prattle/runs'),
  '@prattle/sampling': () => import('@prattle/sampling'),
  '@prattle/tokenizers': () => import('@prattle/tokenizers'),
};

/**
 * Runs the pieces of a program one after the other, in this page.
 *
 * @param {readonly string[]} pieces JavaScript; a name declared in one is known in those after it
 * @param {(piece: number, line: string) => void} print told what a piece writes to the console
 */
export async function runProgram(pieces, print) {
  const code = pieces.map((piece, index) => `at(${index});\n${withoutImports(piece)}`).join('\n');
  let current = 0;
  const at = (piece) => {
    current = piece;
  };
  const log = (...values) => print(current, values.map(shown).join(' '));
  const AsyncFunction = (async () => {}).constructor;
  try {
    await new AsyncFunction('at', 'load', 'console', code)(at, load, { ...console, log });
  } catch (error) {
    print(current, String(error));
  }
}

function load(name) {
  const known = packages[name];
  if (!known) throw new Error(`There is no ${name} in this page.`);
  return known();
}

/** `import x, { a, b } from 'y'` as what a function may contain. */
function withoutImports(code) {
  return code.replaceAll(/^import (?:(\w+)(?:, )?)?(\{[^}]*\})? from '([^']+)';$/gm, (_, whole, names, from) => {
    const wanted = [...(whole ? [`default: ${whole}`] : []), ...(names ? [names.slice(1, -1).trim()] : [])];
    return `const { ${wanted.join(', ')} } = await load('${from}');`;
  });
}

function shown(value) {
  return typeof value === 'string' ? value : JSON.stringify(value, (_, part) => (ArrayBuffer.isView(part) ? [...part] : part));
}
