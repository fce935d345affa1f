import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { headedTable } from './headed-table.js';

const head = ['name', 'bytes', 'mean'];
const rows = [['weight', '128 B', '0.5']];
const columns = (width?: number) =>
  stripVTControlCharacters(headedTable(head, rows, { width, spare: ['bytes', 'mean'] }))
    .split('\n')
    .map((line) => line.split(/ {2,}/));

it('shows all columns where there is room, or nobody counts', () => {
  expect(columns()).toEqual([head, ...rows]);
  expect(columns(80)).toEqual([head, ...rows]);
});

it('drops what can be spared first, and only as much as needed', () => {
  expect(columns(14)).toEqual([
    ['name', 'mean'],
    ['weight', '0.5'],
  ]);
  expect(columns(5)).toEqual([['name'], ['weight']]);
});
