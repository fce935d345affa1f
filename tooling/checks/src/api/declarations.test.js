import { expect, test } from 'vitest';
import { declarationOf, listOf, statements } from './declarations.js';

const source = `import type { A } from './a.js';
export { b, type C as D } from './b.js';
/** Says something. */
export interface Shape {
    // Inner remark.
    readonly sides: number;
}
export declare function area(shape: Shape): number;
export default function make(): Shape;
declare const table: {
    one: 1;
};
`;

test('a declaration file falls into statements, without its comments', () => {
  const found = statements(source);
  expect(found).toHaveLength(6);
  expect(found[2]).toBe('export interface Shape {\n    readonly sides: number;\n}');
});

test('declarations have names, lists have none', () => {
  expect(statements(source).map((statement) => declarationOf(statement)?.name)).toEqual([
    undefined,
    undefined,
    'Shape',
    'area',
    'make',
    'table',
  ]);
});

test('what a list exports, under which name', () => {
  expect(listOf("export { b, type C as D } from './b.js';")).toEqual({
    from: './b.js',
    names: [
      { name: 'b', as: 'b' },
      { name: 'C', as: 'D' },
    ],
  });
  expect(listOf('export default make;')).toBeUndefined();
});
