import { readParts, type SourceFile } from '../files/source-file.js';

export type TableFormat = 'csv' | 'tsv' | 'json' | 'jsonl' | 'parquet';

const EXTENSIONS: Readonly<Record<string, TableFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
};

/** By the file's name; `undefined` when that says nothing. */
export function formatOfName(name: string): TableFormat | undefined {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : EXTENSIONS[name.slice(dot).toLowerCase()];
}

/** By the file's name, else by how it begins: what comes through standard input has no name. */
export function formatOf(file: SourceFile): TableFormat {
  const format = formatOfName(file.name);
  if (format) return format;
  const [beginning] = readParts(file, 1 << 16);
  return formatOfText(new TextDecoder().decode(beginning));
}

function formatOfText(beginning: string): TableFormat {
  const text = beginning.trimStart();
  if (text.startsWith('[')) return 'json';
  const [first = '', second = ''] = text.split('\n');
  if (!text.startsWith('{')) return first.includes('\t') ? 'tsv' : 'csv';
  // An object a line, or one object on many lines.
  return first.trimEnd().endsWith('}') && (second.trim() === '' || second.startsWith('{')) ? 'jsonl' : 'json';
}
