import ts from 'typescript';
import { bare } from './calls.js';
import { helperOf } from './helpers.js';

/** Members that say how to show a thing, not what it is. */
const SHOWING = new Set([
  'length',
  'size',
  'name',
  'message',
  'join',
  'map',
  'toFixed',
  'toString',
  'at',
  'slice',
  'shape',
  'trim',
  'text',
]);

const anything = () => true;

/** Words in a sentence, unlike the name of an operation or a file that happens to be known. */
const isSentence = (text) => text.trim().includes(' ');

/**
 * Writes out what expressions say. What only a run would tell becomes a ‹gap› with the name of the thing.
 *
 * @param {ReturnType<import('./worded.js').wordedIn>} worded
 * @param {{ resolve: Function }} evaluator
 * @returns {(expression: ts.Expression, frame: import('./evaluate.js').Frame) => string}
 */
export function writerOf(worded, evaluator) {
  /** What is being written, so that a function that calls itself ends. */
  const open = new Set();
  return (expression, frame) => textOf(expression, frame, anything);

  function textOf(expression, frame, accept) {
    const node = bare(expression);
    if (open.has(node) || !worded(node, accept)) return gap(node);
    open.add(node);
    const value = evaluator.resolve(node, frame);
    const text = value && written(value, accept);
    open.delete(node);
    return text ?? gap(node);
  }

  function written({ node, frame }, accept) {
    const known = ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) ? node.text : helperOf(node);
    if (known !== undefined) return accept(known) ? known : undefined;
    if (ts.isIdentifier(node) && node.text === 'undefined') return '';
    const inner = (expression) => textOf(expression, frame, isSentence);
    if (ts.isTemplateExpression(node)) {
      return node.head.text + node.templateSpans.map((span) => inner(span.expression) + span.literal.text).join('');
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) return inner(node.left) + inner(node.right);
    return undefined;
  }
}

function gap(node) {
  return `‹${wordsOf(node).replaceAll(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`)}›`;
}

/** The name nearest to what an expression is about: `shape.join('×')` is about a shape, `show(value)` about a value. */
function wordsOf(expression) {
  const node = bare(expression);
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return SHOWING.has(node.name.text) ? wordsOf(node.expression) : node.name.text.replace('#', '');
  if (ts.isElementAccessExpression(node)) return wordsOf(node.expression);
  if (ts.isCallExpression(node)) {
    if (ts.isPropertyAccessExpression(node.expression) && !isModule(node.expression.expression)) return wordsOf(node.expression.expression);
    return node.arguments[0] ? wordsOf(node.arguments[0]) : wordsOf(node.expression);
  }
  if (ts.isConditionalExpression(node)) return wordsOf(node.whenTrue);
  if (ts.isBinaryExpression(node)) return wordsOf(ts.isLiteralExpression(node.left) ? node.right : node.left);
  if (ts.isPrefixUnaryExpression(node)) return wordsOf(node.operand);
  if (ts.isArrayLiteralExpression(node) && node.elements[0]) return wordsOf(node.elements[0]);
  if (ts.isSpreadElement(node)) return wordsOf(node.expression);
  return '…';
}

function isModule(node) {
  return ts.isIdentifier(node) && ['Math', 'JSON', 'Object', 'Array', 'Number', 'String'].includes(node.text);
}
