import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root, table, writePage } from './pages.js';

/** Every error that the sources can throw: its code, what it says and what it advises. Gaps stand for what the case fills in. */
export function writeErrors() {
  const sections = ['packages', 'apps'].flatMap((place) =>
    readdirSync(join(root, place)).flatMap((name) => {
      const errors = errorsOf(join(root, place, name, 'src'));
      if (errors.length === 0) return [];
      return [`## ${name}`, '', ...table(['code', 'what', 'what to do'], errors), ''];
    }),
  );
  writePage('reference/errors.md', [
    '# Errors',
    '',
    'Every error reads `[prattle/<package>] what is wrong. What to do.` and carries its `code`, which stays the same when the',
    'words change. `PrattleError.isInstance(error)` tells one of ours. Parts in ‹guillemets› depend on the case.',
    '',
    ...sections,
  ]);
}

function errorsOf(folder) {
  const rows = new Map();
  for (const file of sourcesIn(folder)) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node) => {
      const row = ts.isObjectLiteralExpression(node) ? fromLiteral(node, source) : undefined;
      if (row) rows.set(row.join('\n'), row);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...rows.values()].sort(([a], [b]) => a.localeCompare(b));
}

/** `{ code, what, remedy }` with texts written out. */
function fromLiteral(node, source) {
  const texts = ['code', 'what', 'remedy'].map((wanted) => {
    const property = node.properties.find((one) => one.name?.getText(source) === wanted);
    return property && ts.isPropertyAssignment(property) ? textOf(property.initializer, source) : undefined;
  });
  const [code, what, remedy] = texts;
  return code && what && remedy ? [`\`${code}\``, what, remedy] : undefined;
}

function textOf(node, source) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  const gap = (expression) => `‹${expression.getText(source).split(/[.([ ?]/)[0]}›`;
  return node.head.text + node.templateSpans.map((span) => gap(span.expression) + span.literal.text).join('');
}

function sourcesIn(folder) {
  try {
    return readdirSync(folder, { recursive: true })
      .map((file) => join(folder, String(file)))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  } catch {
    return [];
  }
}
