import { relative } from 'node:path';
import ts from 'typescript';
import { root } from '../pages.js';
import { declarationOf, indexCalls } from './calls.js';
import { everyWay } from './choices.js';
import { evaluator, frameAt } from './evaluate.js';
import { openSources } from './program.js';
import { writerOf } from './texts.js';
import { wordedIn } from './worded.js';

/** Ways to one throw beyond which the walk has lost itself. */
const MOST_WAYS = 4000;

/** The classes of errors: what is said about one is in an object with these names, or in arguments of this order. */
const CLASSES = { PrattleError: undefined, ApiError: ['status', 'code', 'what'] };

const SAID = ['package', 'status', 'code', 'what', 'remedy'];

/**
 * Every error that the sources can make, read from the places where one is made: `new UsageError({ package, code, what,
 * remedy })`, through helpers that take any of these as parameters, back to the words at their callers.
 *
 * @returns {{ folder: string, kind: string, package: string, status: string, code: string, what: string, remedy: string }[]}
 *   each once; `folder` is the package that makes it, which may act for the one that `package` names
 */
export function findErrors() {
  const { files, checker } = openSources();
  const calls = indexCalls(files, checker);
  const worded = wordedIn(checker, calls);
  const found = new Map();
  const visit = (node) => {
    const kind = ts.isNewExpression(node) ? errorKind(node.expression, checker) : undefined;
    for (const error of kind ? errorsAt(node, kind) : []) found.set(JSON.stringify(error), error);
    ts.forEachChild(node, visit);
  };
  const errorsAt = (made, { kind, order }) =>
    everyWay((choose) => {
      const evaluate = evaluator(checker, calls, choose);
      const write = writerOf(worded, evaluate);
      const frame = frameAt(made);
      const said = SAID.map((name) => {
        const argument = made.arguments[order?.indexOf(name)];
        const part = order ? argument && { node: argument, frame } : evaluate.part(made.arguments[0], name, frame);
        return [name, part ? write(part.node, part.frame) : ''];
      });
      return { folder: folderOf(made), kind, ...Object.fromEntries(said) };
    }, MOST_WAYS);
  for (const file of files) visit(file);
  return [...found.values()];
}

/** `packages/core/src/x.ts` is of `core`. */
function folderOf(node) {
  return relative(root, node.getSourceFile().fileName).split(/[\\/]/)[1];
}

/** The name of the class and how it takes what it says, if it is a class of errors or extends one. */
function errorKind(expression, checker) {
  const declared = declarationOf(expression, checker);
  for (let one = declared; one && ts.isClassDeclaration(one); one = parentOf(one, checker)) {
    if (one.name && one.name.text in CLASSES) return { kind: declared.name.text, order: CLASSES[one.name.text] };
  }
  return undefined;
}

function parentOf(declaration, checker) {
  const parent = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return parent && declarationOf(parent.expression, checker);
}
