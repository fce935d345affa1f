import ts from 'typescript';
import { bare, declarationOf, functionOf, nameOf } from './calls.js';
import { helperOf } from './helpers.js';

/**
 * Tells which expressions end in words that stand in the sources, so that only these are followed to every caller; what is
 * about values that only a run has stays a gap.
 *
 * @param {ts.TypeChecker} checker
 * @param {{ callsOf(declaration: ts.Node): ts.CallExpression[] }} calls
 * @returns {(expression: ts.Node, accept: (text: string) => boolean) => boolean} `accept`: which literals count
 */
export function wordedIn(checker, calls) {
  const known = new Map();
  return (expression, accept) => {
    const before = known.get(accept) ?? new Map();
    known.set(accept, before);
    if (!before.has(expression)) before.set(expression, ends(expression, [], accept, new Set()));
    return before.get(expression);
  };

  /** Whether the words are found at a path of properties below the expression. */
  function ends(expression, path, accept, seen) {
    const node = bare(expression);
    const visit = `${node.getSourceFile()?.fileName}:${node.pos}:${node.end}:${path}`;
    if (path.length > LONGEST || seen.has(visit)) return false;
    seen.add(visit);
    const any = (nodes, at = path) => nodes.some((one) => ends(one, at, accept, seen));
    const said = path.length === 0 ? textIn(node) : undefined;
    if (said !== undefined && accept(said)) return true;
    if (ts.isTemplateExpression(node)) return any(node.templateSpans.map((span) => span.expression));
    if (ts.isConditionalExpression(node)) return any([node.whenTrue, node.whenFalse]);
    if (ts.isBinaryExpression(node)) return any([node.left, node.right]);
    if (ts.isIdentifier(node)) return behind(node).some(([one, more]) => ends(one, [...more, ...path], accept, seen));
    if (ts.isPropertyAccessExpression(node)) {
      return (
        any([node.expression], [node.name.text, ...path]) || behind(node).some(([one, more]) => ends(one, [...more, ...path], accept, seen))
      );
    }
    if (ts.isElementAccessExpression(node)) return any([node.expression], [ANY, ...path]);
    if (ts.isCallExpression(node)) return helperOf(node) === undefined && any([node.expression], [CALL, ...path]);
    if (ts.isFunctionLike(node)) return path[0] === CALL && Boolean(node.body) && any(returnsOf(node.body), path.slice(1));
    if (ts.isArrayLiteralExpression(node)) return path.length > 0 && any(node.elements, path.slice(1));
    if (ts.isObjectLiteralExpression(node)) return node.properties.some((one) => held(one, path).some(([part, rest]) => any([part], rest)));
    return false;
  }

  /** What a name may have been given, and the path within it. */
  function behind(name) {
    const declaration = declarationOf(name, checker);
    return declaration === undefined ? [] : declared(declaration);
  }

  function declared(declaration) {
    const first = declaration.initializer ? [[declaration.initializer, []]] : [];
    if (ts.isVariableDeclaration(declaration)) return first;
    if (ts.isBindingElement(declaration)) {
      const part = ts.isArrayBindingPattern(declaration.parent) ? ANY : (declaration.propertyName ?? declaration.name).getText();
      return [...first, ...declared(declaration.parent.parent).map(([whole, path]) => [whole, [...path, part]])];
    }
    if (!ts.isParameter(declaration)) {
      const fn = functionOf(declaration);
      return fn && !ts.isConstructorDeclaration(fn) ? [[fn, []]] : [];
    }
    const index = declaration.parent.parameters.indexOf(declaration);
    const given = calls.callsOf(nameOf(declaration.parent)).flatMap((call) => call.arguments?.[index] ?? []);
    return [...first, ...given.map((one) => [one, []])];
  }
}

/** Properties below each other that are followed; errors need two or three. */
const LONGEST = 4;

/** Any entry of a table or a list. */
const ANY = '*';

/** What a function gives back. */
const CALL = '()';

function textIn(node) {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('');
  return helperOf(node);
}

/** What the returns of a function give, those of functions inside it aside. */
export function returnsOf(body) {
  if (!ts.isBlock(body)) return [body];
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The parts of a property that a path leads to, with what is left of the path. */
function held(property, [wanted, ...rest]) {
  if (wanted === undefined) return [];
  if (ts.isSpreadAssignment(property)) return [[property.expression, [wanted, ...rest]]];
  if (wanted !== ANY && property.name?.getText().replace(/^'(.*)'$/, '$1') !== wanted) return [];
  if (ts.isPropertyAssignment(property)) return [[property.initializer, rest]];
  return ts.isShorthandPropertyAssignment(property) ? [[property.name, rest]] : [];
}
