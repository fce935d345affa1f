import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { root } from '../pages.js';

/** What holds the sources that users meet: the packages, the command line, the demo. */
const PLACES = [...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`), 'apps/cli', 'apps/demo'];

/** Every file of the sources, tests aside. */
export function sourceFiles() {
  return PLACES.flatMap((place) => sourcesIn(join(root, place, 'src')));
}

/**
 * The sources of the workspace, as TypeScript reads them, with no other package: names are resolved, types are not needed.
 *
 * @returns {{ files: ts.SourceFile[], checker: ts.TypeChecker }}
 */
export function openSources() {
  const names = sourceFiles();
  const known = new Set(names);
  const options = { noLib: true, types: [], target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const file = fileOf(text, from);
      return { resolvedModule: known.has(file) ? { resolvedFileName: file, extension: '.ts' } : undefined };
    });
  const program = ts.createProgram(names, options, host);
  return { files: program.getSourceFiles().filter(({ fileName }) => known.has(fileName)), checker: program.getTypeChecker() };
}

function fileOf(specifier, from) {
  if (specifier.startsWith('.')) return resolve(dirname(from), specifier).replace(/\.js$/, '.ts');
  const [, name, part] = /^@prattle\/([\w-]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  if (name === undefined) return '';
  return join(root, 'packages', name, 'src', part === undefined ? 'index.ts' : `${part}.ts`);
}

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map((file) => join(folder, String(file)))
    .filter((file) => /\.ts$/.test(file) && !/\.(test|d)\.ts$/.test(file));
}
