import { type ArgumentKind, activations, combinations, isPointer, operations, operationsVersion } from './operations.js';

const cTypes: Readonly<Record<ArgumentKind, string>> = {
  input: 'const float*',
  output: 'float*',
  update: 'float*',
  indices: 'const int32_t*',
  integers: 'int32_t*',
  integer: 'Index',
  number: 'double',
};

/** `native/operations.h`, the C++ side of the operation table. Used by the test that keeps the two in step. */
export function renderOperationsHeader(): string {
  const entries = Object.entries<{
    readonly opcode: number;
    readonly arguments: Readonly<Record<string, ArgumentKind>>;
    readonly each?: Readonly<Record<string, ArgumentKind>>;
  }>(operations);
  const lines = [
    '// Generated from src/operations.ts by its test (`vitest run -u` in this package); do not edit.',
    '#pragma once',
    '#include "runtime.h"',
    '',
    'namespace prattle {',
    '',
    `constexpr uint32_t kOperationsVersion = ${operationsVersion()}u;`,
    '',
    renderEnum('ActivationKind', activations),
    renderEnum('CombinationKind', combinations),
    '',
  ];
  for (const [name, { arguments: fixed, each }] of entries) {
    if (each) lines.push(...renderStruct(`${pascal(name)}Group`, each));
    lines.push(...renderStruct(pascal(name), fixed, each && `${pascal(name)}Group`));
  }
  lines.push(
    '// X(opcode, struct, name, fixed arguments, arguments in a group): everything that dispatches is made from this list.',
    '#define PRATTLE_OPERATIONS(X) \\',
    entries
      .map(([name, { opcode, arguments: fixed, each = {} }]) => {
        return `  X(${opcode}, ${pascal(name)}, ${name}, ${Object.keys(fixed).length}, ${Object.keys(each).length})`;
      })
      .join(' \\\n'),
    '',
    '}  // namespace prattle',
    '',
  );
  return lines.join('\n');
}

/** A struct of the arguments, with the function that reads it from doubles. */
function renderStruct(name: string, fields: Readonly<Record<string, ArgumentKind>>, group?: string): string[] {
  const entries = Object.entries(fields);
  const initialisers = entries.map(([, kind], index) => {
    return isPointer(kind) ? `pointer<${cTypes[kind]}>(d[${index}])` : `(${cTypes[kind]})d[${index}]`;
  });
  const lines = [`struct ${name} {`, ...entries.map(([field, kind]) => `  ${cTypes[kind]} ${field};`)];
  if (group) {
    initialisers.push(`d + ${entries.length}`, `(length - ${entries.length}) / ${group}::kSize`);
    lines.push(
      '  const double* groups;',
      '  Index count;',
      `  PRATTLE_INLINE ${group} group(Index i) const { return ${group}::read(groups + i * ${group}::kSize, 0); }`,
    );
  }
  lines.push(
    `  static constexpr Index kSize = ${entries.length};`,
    `  static PRATTLE_INLINE ${name} read(const double* d, ${group ? 'Index length' : 'Index'}) {`,
    `    return {${initialisers.join(', ')}};`,
    '  }',
    '};',
    '',
  );
  return lines;
}

function renderEnum(name: string, values: Readonly<Record<string, number>>): string {
  const entries = Object.entries(values).map(([key, value]) => `k${pascal(key)} = ${value}`);
  return `enum ${name} { ${entries.join(', ')} };`;
}

function pascal(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
}
