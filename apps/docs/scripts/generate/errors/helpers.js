import ts from 'typescript';

/** What helpers say that list names: read as code they would fill the page with every way to spell one. */
const HELPERS = new Map([
  ['nameRemedy', '‹the nearest known name, and all of them›'],
  ['suggest', '‹the nearest known name›'],
  ['allowedValues', '‹what its type and range allow›'],
]);

/**
 * @param {ts.Node} node
 * @returns {string | undefined} what it says, if it calls one of them
 */
export function helperOf(node) {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? HELPERS.get(node.expression.text) : undefined;
}
