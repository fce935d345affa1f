import { datasetError } from '../errors.js';
import { bytesOf, type SourceFile } from '../files/source-file.js';
import { isRow, type Row } from './row.js';

/**
 * Rows of a Parquet file, through `hyparquet`, which is installed only where it is wanted. Snappy is understood, and no
 * compression.
 * @throws DatasetError 'not-installed' or 'bad-table'
 */
export async function readParquet(source: SourceFile): Promise<Row[]> {
  const { name } = source;
  const { parquetReadObjects } = await loadReader(name);
  const file = bytesOf(source).buffer;
  try {
    return (await parquetReadObjects({ file })).map((row) => plain(row) as Row);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw datasetError(
      'bad-table',
      `${name} cannot be read as Parquet: ${reason}`,
      'Save it with snappy or no compression, or as CSV',
      cause,
    );
  }
}

async function loadReader(name: string) {
  try {
    return await import('hyparquet');
  } catch (cause) {
    throw datasetError('not-installed', `${name} is a Parquet file, and hyparquet is not installed`, 'Run: npm install hyparquet', cause);
  }
}

/** 64-bit integers become numbers, dates text, so that a row is what the same row of a JSON file would be. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  return isRow(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)])) : value;
}
