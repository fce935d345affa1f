import ts from 'typescript';
import { around, bare, declarationOf, functionOf, isInline, nameOf } from './calls.js';
import { helperOf } from './helpers.js';
import { returnsOf } from './worded.js';

/**
 * One call of a function: what its parameters were given. What was not given by a known call is chosen among all calls.
 *
 * @typedef {{ fn: ts.Node | undefined, call: ts.CallExpression | undefined, outer: Frame | undefined }} Frame
 * @typedef {{ node: ts.Expression, frame: Frame }} Value
 */

const DEEPEST = 8;

/**
 * Reads expressions without running them: follows names, parameters, helpers and tables to the words that they end in.
 * Where the sources go several ways, `choose` takes one.
 *
 * @param {ts.TypeChecker} checker
 * @param {{ callsOf(declaration: ts.Node): ts.CallExpression[] }} calls
 * @param {<O>(options: readonly O[]) => O} choose
 */
export function evaluator(checker, calls, choose) {
  const turns = new Map();
  const entered = new Map();
  let depth = 0;

  /** The same frame whenever the same call is looked into from the same place. */
  const enter = (fn, call, outer) => {
    const known = entered.get(fn)?.find((one) => one.call === call && one.outer === outer);
    if (known) return known;
    const frame = { fn, call, outer };
    entered.set(fn, [...(entered.get(fn) ?? []), frame]);
    return frame;
  };

  /** A choice that stays the same within one way through the sources. */
  const chosen = (key, frame, options) => {
    const before = turns.get(key)?.find((one) => one.frame === frame);
    if (before) return before.option;
    const option = choose(options);
    turns.set(key, [...(turns.get(key) ?? []), { frame, option }]);
    return option;
  };

  /** The frame of the function that a parameter belongs to, as seen from a frame inside it. */
  function frameOf(fn, frame) {
    for (let one = frame; one; one = one.outer) if (one.fn === fn) return one;
    return undefined;
  }

  /** Who called: decided once for each frame. */
  function withCall(frame) {
    if (frame.call !== undefined || frame.fn === undefined) return frame;
    const sites = calls.callsOf(nameOf(frame.fn)).filter((call) => !ts.findAncestor(call, (one) => one === frame.fn));
    if (sites.length === 0 || depth > DEEPEST) return frame;
    frame.call = choose(sites);
    frame.outer = frameAt(frame.call);
    return frame;
  }

  /** @param {ts.Expression} expression @param {Frame} frame @returns {Value | undefined} undefined if only a run would tell */
  function resolve(expression, frame) {
    if (depth > DEEPEST * 3) return undefined;
    depth++;
    try {
      return follow(bare(expression), frame);
    } finally {
      depth--;
    }
  }

  function follow(node, frame) {
    if (ts.isIdentifier(node)) return ofName(node, frame);
    if (ts.isPropertyAccessExpression(node)) return ofMember(node.expression, node.name.text, frame);
    if (ts.isElementAccessExpression(node)) return ofEntry(node, frame);
    if (ts.isConditionalExpression(node)) return resolve(chosen(node, frame, [node.whenTrue, node.whenFalse]), frame);
    if (ts.isBinaryExpression(node) && [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(node.operatorToken.kind)) {
      const left = resolve(node.left, frame);
      return left && isNothing(left.node) ? resolve(node.right, frame) : (left ?? resolve(node.right, frame));
    }
    if (ts.isCallExpression(node)) return ofCall(node, frame);
    return { node, frame };
  }

  function ofName(node, frame) {
    if (node.text === 'undefined') return { node, frame };
    const declaration = declarationOf(node, checker);
    if (declaration === undefined) return undefined;
    if (ts.isParameter(declaration)) return ofParameter(declaration, frame);
    if (ts.isBindingElement(declaration)) return ofBinding(declaration, frame);
    if (ts.isVariableDeclaration(declaration) && declaration.initializer && declaration.parent.flags & ts.NodeFlags.Const) {
      return resolve(declaration.initializer, frameOf(around(declaration), frame) ?? enter(around(declaration)));
    }
    return functionOf(declaration) ? { node: functionOf(declaration), frame } : undefined;
  }

  function ofParameter(declaration, frame) {
    const fn = declaration.parent;
    const own = withCall(frameOf(fn, frame) ?? frame);
    if (own.fn !== fn || own.call === undefined || declaration.dotDotDotToken) return undefined;
    const given = own.call.arguments?.[fn.parameters.indexOf(declaration)];
    if (given) return ts.isSpreadElement(given) ? undefined : resolve(given, own.outer);
    if (declaration.initializer) return resolve(declaration.initializer, own);
    return { node: ts.factory.createIdentifier('undefined'), frame };
  }

  /** `{ name }` and `[first]` on the left of a declaration or as a parameter. */
  function ofBinding(element, frame) {
    const holder = element.parent.parent;
    const whole = ts.isParameter(holder)
      ? ofParameter(holder, frame)
      : ts.isBindingElement(holder)
        ? ofBinding(holder, frame)
        : ts.isVariableDeclaration(holder) && holder.initializer
          ? resolve(holder.initializer, frame)
          : undefined;
    if (!whole) return undefined;
    const part = ts.isArrayBindingPattern(element.parent)
      ? itemOf(whole, element.parent.elements.indexOf(element))
      : propertyOf(whole, (element.propertyName ?? element.name).getText());
    return part ?? (element.initializer ? resolve(element.initializer, frame) : undefined);
  }

  function ofMember(object, name, frame) {
    const whole = resolve(object, frame);
    return whole && propertyOf(whole, name);
  }

  function ofEntry(node, frame) {
    const table = resolve(node.expression, frame);
    if (!table) return undefined;
    const key = resolve(node.argumentExpression, frame)?.node;
    if (ts.isArrayLiteralExpression(table.node)) return key && ts.isNumericLiteral(key) ? itemOf(table, Number(key.text)) : undefined;
    if (!ts.isObjectLiteralExpression(table.node)) return undefined;
    const named = key && ts.isStringLiteralLike(key) ? propertyOf(table, key.text) : undefined;
    if (named) return named;
    const entries = table.node.properties.filter(ts.isPropertyAssignment);
    return entries.length === 0 ? undefined : resolve(chosen(node, frame, entries).initializer, table.frame);
  }

  function ofCall(node, frame) {
    if (helperOf(node)) return { node, frame };
    const fn = isInline(bare(node.expression)) ? bare(node.expression) : (resolve(node.expression, frame)?.node ?? calledFunction(node));
    if (!fn || !ts.isFunctionLike(fn) || !fn.body || fn.asteriskToken || depth > DEEPEST) return undefined;
    const inner = enter(fn, node, frame);
    const returned = returnsOf(fn.body);
    return returned.length === 0 ? undefined : resolve(chosen(node, frame, returned), inner);
  }

  function calledFunction(node) {
    const declaration = declarationOf(node.expression, checker);
    return declaration && functionOf(declaration);
  }

  function itemOf({ node, frame }, index) {
    return ts.isArrayLiteralExpression(node) && node.elements[index] ? resolve(node.elements[index], frame) : undefined;
  }

  function propertyOf(whole, name) {
    const part = partOf(whole, name);
    return part && (ts.isMethodDeclaration(part.node) ? part : resolve(part.node, part.frame));
  }

  /** What stands behind a property of an object, not followed any further. */
  function partOf({ node, frame }, name) {
    if (!ts.isObjectLiteralExpression(node)) return undefined;
    for (const property of [...node.properties].reverse()) {
      if (ts.isSpreadAssignment(property)) {
        const spread = resolve(property.expression, frame);
        const found = spread && partOf(spread, name);
        if (found) return found;
      } else if (property.name?.getText().replace(/^'(.*)'$/, '$1') === name) {
        if (ts.isPropertyAssignment(property)) return { node: property.initializer, frame };
        if (ts.isShorthandPropertyAssignment(property)) return { node: property.name, frame };
        return ts.isMethodDeclaration(property) ? { node: property, frame } : undefined;
      }
    }
    return undefined;
  }

  /** @param {ts.Expression} object @param {string} name @param {Frame} frame @returns {Value | undefined} */
  const part = (object, name, frame) => {
    const whole = resolve(object, frame);
    return whole && partOf(whole, name);
  };
  return { resolve, part };
}

/** The frame of whatever runs at a node, its caller still open. */
export function frameAt(node) {
  const fn = around(node);
  return { fn, call: undefined, outer: fn && around(fn) ? frameAt(fn) : undefined };
}

function isNothing(node) {
  return (ts.isIdentifier(node) && node.text === 'undefined') || node.kind === ts.SyntaxKind.NullKeyword;
}
