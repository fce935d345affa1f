import { table, writePage } from '../pages.js';
import { findErrors } from './find.js';

/** Every error that the sources can throw, by package and code: what it says and what it advises. */
export function writeErrors() {
  const errors = findErrors();
  const thrown = errors.filter(({ kind }) => kind !== 'ApiError');
  const answered = errors.filter(({ kind, code }) => kind === 'ApiError' && !isGap(code));
  const places = [...new Set(thrown.map(placeOf))].sort();
  writePage('reference/errors.md', [
    '# Errors',
    '',
    'Every error reads `[prattle/<package>] what is wrong. What to do.` and carries its `code`, which stays the same when the',
    'words change. `PrattleError.isInstance(error)` tells one of ours, `UsageError.isInstance(error)` and its like one kind of',
    'them. Parts in ‹guillemets› depend on the case.',
    '',
    ...places.flatMap((place) =>
      section(
        place,
        thrown.filter((error) => placeOf(error) === place),
      ),
    ),
    '## What the server answers',
    '',
    '`prattle serve` answers with the status and `{ error: { message, type, param, code } }`. A `UsageError`, `ConfigError`,',
    '`TokenizerError` or `DatasetError` that a request brings about is answered with status 400 and its own code.',
    '',
    ...table(
      ['code', 'status', 'what'],
      merged(answered).map(({ code, status, what }) => [`\`${code}\``, status, what]),
    ),
  ]);
}

/** A backend of shared parts lets them speak in its name; what cannot be known from the sources is said by the folder. */
function placeOf({ package: name, folder }) {
  return isGap(name) ? folder : name;
}

function section(place, errors) {
  const rows = merged(errors).map(({ code, kind, what, remedy }) => [`\`${code}\``, kind, what, remedy]);
  return [`## ${place}`, '', ...table(['code', 'kind', 'what', 'what to do'], rows), ''];
}

/** One row for what has several remedies. */
function merged(errors) {
  const rows = new Map();
  for (const error of errors) {
    const key = [error.code, error.kind, error.what].join('\n');
    const before = rows.get(key);
    const remedies = new Set([...(before?.remedies ?? []), error.remedy]);
    rows.set(key, { ...error, remedies, remedy: [...remedies].join(' Or: ') });
  }
  return [...rows.keys()].sort().map((key) => rows.get(key));
}

function isGap(text) {
  return text.startsWith('‹');
}
