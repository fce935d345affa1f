/** The packages that a chapter may import, each loaded when it first does. */
const packages = {
  '@prattle/backend-wasm': () => import('@prattle/backend-wasm'),
  '@prattle/core': () => import('@prattle/core'),
  '@prattle/datasets': () => import('@prattle/datasets'),
  '@prattle/inspection': () => import('@prattle/inspection'),
  '@prattle/models': () => import('@prattle/models'),
  '@prattle/nn': () => import('@prattle/nn'),
  '@prattle/ops': async () => breathing(await import('@prattle/ops')),
  '@prattle/runs': () => import('@prattle/runs'),
  '@prattle/sampling': () => import('@prattle/sampling'),
  '@prattle/tokenizers': () => import('@prattle/tokenizers'),
};

/** Milliseconds of work after which the page gets its turn. */
const TURN = 40;

/**
 * Runs the pieces of a program one after the other, in this page.
 *
 * @param {readonly string[]} pieces JavaScript; a name declared in one is known in those after it
 * @param {readonly { of: string, after: number }[]} figures each an expression over these names, and the piece after which it
 *   can be told
 * @param {object} told
 * @param {(piece: number, line: string) => void} told.print what a piece writes to the console
 * @param {(figure: number, value: () => Promise<unknown>) => void} told.grow a list that a figure shows has begun to fill
 * @param {(figure: number, value: () => Promise<unknown>) => Promise<void>} told.finish a figure's piece has run
 */
export async function runProgram(pieces, figures, { print, grow, finish }) {
  const code = pieces
    .map((piece, index) => {
      const own = figures.flatMap(({ of, after }, figure) => (after === index ? [{ of, figure }] : []));
      const grown = own.reduce((text, { of, figure }) => withGrowth(text, of, figure), withoutImports(piece));
      const ends = own.map(({ of, figure }) => `await finish(${figure}, async () => (${of}));`);
      return [`at(${index});`, grown, ...ends].join('\n');
    })
    .join('\n');
  let current = 0;
  const at = (piece) => {
    current = piece;
  };
  const log = (...values) => print(current, values.map(shown).join(' '));
  const AsyncFunction = (async () => {}).constructor;
  try {
    const program = new AsyncFunction('at', 'load', 'console', 'grow', 'finish', code);
    await program(at, load, { ...console, log }, grow, finish);
  } catch (error) {
    print(current, String(error));
  }
}

function load(name) {
  const known = packages[name];
  if (!known) throw new Error(`There is no ${name} in this page.`);
  return known();
}

/** `ops` whose `read` lets the page draw now and then, so that a loop of steps does not stop it. */
function breathing(ops) {
  let turn = performance.now();
  const read = async (tensor) => {
    const values = await ops.read(tensor);
    if (performance.now() - turn > TURN) {
      await new Promise((done) => setTimeout(done));
      turn = performance.now();
    }
    return values;
  };
  return { ...ops, read };
}

/** Where a list that a figure shows is declared empty, the figure may follow it from there on. */
function withGrowth(code, of, figure) {
  return code.replaceAll(/^const (\w+) = (?:\[\]|\{.*\});$/gm, (line, name) =>
    new RegExp(`\\b${name}\\b`).test(of) ? `${line}\ngrow(${figure}, async () => (${of}));` : line,
  );
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
