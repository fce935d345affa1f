import type { Storage } from '@prattle/core';
import { datasetError } from '../errors.js';
import { readPaths, STANDARD_INPUT } from '../files/read-paths.js';
import { fileOf } from '../files/source-file.js';
import { readValues } from './read-rows.js';

/**
 * What a person gives to be predicted for: JSON (one object, or a list of them), a file of a table or of JSON, standard
 * input, or else a text as it is.
 *
 * @param given JSON, a path, `-` for standard input, or a text
 * @returns objects, or texts
 * @throws DatasetError for what cannot be read, 'empty' where there is nothing
 */
export async function readExamples(given: string, storage: Storage): Promise<readonly unknown[]> {
  const examples = await read(given, storage);
  if (examples.length > 0) return examples;
  throw datasetError('empty', `${given === STANDARD_INPUT ? 'Standard input' : given} holds nothing to predict for`, 'Give a JSON object');
}

async function read(given: string, storage: Storage): Promise<readonly unknown[]> {
  if (given === STANDARD_INPUT) return readValues(await readPaths([given], storage));
  if (/^\s*[[{]/.test(given)) return readValues([fileOf('the JSON given', new TextEncoder().encode(given))]);
  return (await storage.exists(given)) || /\.(csv|tsv|json|jsonl|ndjson|parquet)$/i.test(given)
    ? readValues(await readPaths([given], storage))
    : [given];
}
