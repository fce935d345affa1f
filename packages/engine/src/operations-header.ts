import { type ArgumentKind, activations, checksumOf, combinations, isPointer, type OperationTable, operations } from './operations.js';
import { elementTypes, mapFunctions, mostAxes, reductions, tensorOperations, zipFunctions } from './tensor-operations.js';

const cTypes: Readonly<Record<ArgumentKind, string>> = {
  input: 'const float*',
  output: 'float*',
  update: 'float*',
  indices: 'const int32_t*',
  integers: 'int32_t*',
  data: 'const void*',
  result: 'void*',
  integer: 'Index',
  number: 'double',
};

/** A header: what is special to its table. */
interface Header {
  readonly source: string;
  readonly include: string;
  /** What its macro, and with `k` before and `Version` after it its checksum, are called. */
  readonly name: string;
  readonly macro: string;
  readonly table: OperationTable;
  readonly enumerations: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Whether the names of enumerators are to be written with that of their enumeration: they repeat. */
  readonly scoped?: boolean;
  readonly constants?: Readonly<Record<string, number>>;
}

/** `native/operations.h`, the C++ side of the operation table. Used by the test that keeps the two in step. */
export function renderOperationsHeader(): string {
  return renderHeader({
    source: 'operations.ts',
    include: 'runtime.h',
    name: 'Operations',
    macro: 'PRATTLE_OPERATIONS',
    table: operations,
    enumerations: { ActivationKind: activations, CombinationKind: combinations },
  });
}

/** `native/tensor_operations.h`, the C++ side of the operations on tensors of any type. */
export function renderTensorOperationsHeader(): string {
  return renderHeader({
    source: 'tensor-operations.ts',
    include: 'operations.h',
    name: 'TensorOperations',
    macro: 'PRATTLE_TENSOR_OPERATIONS',
    table: tensorOperations,
    enumerations: { Element: elementTypes, MapFunction: mapFunctions, ZipFunction: zipFunctions, Reduction: reductions },
    scoped: true,
    constants: { kMostAxes: mostAxes },
  });
}

function renderHeader({ source, include, name: tableName, macro, table, enumerations, scoped = false, constants = {} }: Header): string {
  const entries = Object.entries(table);
  const lines = [
    `// Generated from src/${source} by its test (\`vitest run -u\` in this package); do not edit.`,
    '#pragma once',
    `#include "${include}"`,
    '',
    'namespace prattle {',
    '',
    `constexpr uint32_t k${tableName}Version = ${checksumOf(table)}u;`,
    ...Object.entries(constants).map(([constant, value]) => `constexpr int ${constant} = ${value};`),
    '',
    ...Object.entries(enumerations).map(([name, values]) => renderEnum(scoped ? `class ${name}` : name, values)),
    '',
  ];
  for (const [name, { arguments: fixed, each }] of entries) {
    if (each) lines.push(...renderStruct(`${pascal(name)}Group`, each));
    lines.push(...renderStruct(pascal(name), fixed, each && `${pascal(name)}Group`));
  }
  lines.push(
    '// X(opcode, struct, name, fixed arguments, arguments in a group): everything that dispatches is made from this list.',
    `#define ${macro}(X) \\`,
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
