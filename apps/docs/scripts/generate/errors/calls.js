import ts from 'typescript';

/**
 * Who calls what: for each function, method and class of the sources, its call sites.
 *
 * @param {readonly ts.SourceFile[]} files
 * @param {ts.TypeChecker} checker
 */
export function indexCalls(files, checker) {
  /** @type {Map<ts.Node, ts.CallExpression[]>} */
  const calls = new Map();
  /** @type {Map<ts.Node, ts.Node[]>} functions, and the parameters that they are handed to, by which they are called then */
  const handed = new Map();
  const visit = (node) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const called = declarationOf(node.expression, checker);
      if (called) {
        const known = calls.get(called);
        if (known) known.push(node);
        else calls.set(called, [node]);
        const parameters = functionOf(called)?.parameters ?? [];
        node.arguments?.forEach((argument, index) => {
          const from = ts.isIdentifier(argument) ? declarationOf(argument, checker) : undefined;
          const to = parameters[index];
          if (from && to && functionOf(from)) handed.set(from, [...(handed.get(from) ?? []), to]);
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);

  const callsOf = (declaration, seen) => {
    if (seen.has(declaration)) return [];
    seen.add(declaration);
    const through = (handed.get(declaration) ?? []).flatMap((to) => callsOf(to, seen));
    return [...(calls.get(declaration) ?? []), ...through];
  };
  const known = new Map();
  return {
    /** @param {ts.Node} declaration @returns {readonly ts.CallExpression[]} */
    callsOf(declaration) {
      if (!known.has(declaration)) known.set(declaration, callsOf(declaration, new Set()));
      return known.get(declaration);
    },
  };
}

/** What a name stands for, where it is declared. */
export function declarationOf(node, checker) {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
  const short = name.parent && ts.isShorthandPropertyAssignment(name.parent);
  let symbol = short ? checker.getShorthandAssignmentValueSymbol(name.parent) : checker.getSymbolAtLocation(name);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  return symbol?.valueDeclaration;
}

/** The function that a declaration is or holds: `function f() {}`, a method, `const f = () => …`. */
export function functionOf(declaration) {
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)) {
    const held = declaration.initializer && bare(declaration.initializer);
    return held && isInline(held) ? held : undefined;
  }
  if (ts.isClassDeclaration(declaration)) return declaration.members.find(ts.isConstructorDeclaration);
  return ts.isFunctionLike(declaration) && 'body' in declaration && declaration.body ? declaration : undefined;
}

/** The declaration by which a function is called. */
export function nameOf(fn) {
  if (ts.isConstructorDeclaration(fn)) return fn.parent;
  if (isInline(fn) && (ts.isVariableDeclaration(fn.parent) || ts.isPropertyAssignment(fn.parent))) return fn.parent;
  return fn;
}

/** The function around a node, or undefined at the top of a file. */
export function around(node) {
  return ts.findAncestor(node.parent, (one) => ts.isFunctionLike(one) && 'body' in one && Boolean(one.body));
}

export function isInline(node) {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** An expression without what only types and precedence need. */
export function bare(node) {
  while (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAwaitExpression(node)
  )
    node = node.expression;
  return node;
}
