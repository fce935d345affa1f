import { joinPath, type Storage } from '@prattle/core';
import { datasetError } from '../errors.js';

const WILDCARD = /[*?[\]{}]/;

/** Paths as they are, and patterns (`texts/*.txt`, `**` for folders at any depth, `{a,b}.csv`) as the files that they fit, in the order of their names. */
export async function expandPatterns(paths: readonly string[], storage: Storage): Promise<readonly string[]> {
  const expanded: string[] = [];
  for (const path of paths) {
    // A file may well have such a name: what is there is meant as it stands.
    if (!WILDCARD.test(path) || (await storage.exists(path))) expanded.push(path);
    else expanded.push(...(await filesOf(path, storage)));
  }
  return expanded;
}

async function filesOf(pattern: string, storage: Storage): Promise<readonly string[]> {
  const parts = pattern.split('/');
  const fixed = parts.findIndex((part) => WILDCARD.test(part));
  const base = parts.slice(0, fixed).join('/') || (pattern.startsWith('/') ? '/' : '');
  const found: string[] = [];
  await collect(base, parts.slice(fixed), storage, found);
  if (found.length > 0) return [...new Set(found)].sort();
  throw datasetError('not-found', `No file fits the pattern ${pattern}`, 'Check the pattern, or name a folder');
}

async function collect(folder: string, [part, ...rest]: readonly string[], storage: Storage, found: string[]): Promise<void> {
  if (part === undefined) return;
  const names = (await storage.list(folder === '' ? '.' : folder)).filter((name) => !name.startsWith('.') && name !== 'node_modules');
  if (part === '**') await collect(folder, rest, storage, found);
  const fits = part === '**' ? /^/ : expressionOf(part);
  for (const name of names.filter((one) => fits.test(one))) {
    const path = folder === '' ? name : joinPath(folder, name);
    if (part === '**') await collect(path, [part, ...rest], storage, found);
    else if (rest.length > 0) await collect(path, rest, storage, found);
    else found.push(path);
  }
}

/** One part of a pattern, between two slashes. */
function expressionOf(part: string): RegExp {
  let depth = 0;
  const source = part.replace(/[.+^$()|\\]|\*+|\?|\[!|[{},]/g, (sign) => {
    if (sign.startsWith('*')) return '[^/]*';
    if (sign === '?') return '[^/]';
    if (sign === '[!') return '[^';
    if (sign === '{') {
      depth++;
      return '(?:';
    }
    if (sign === '}' && depth > 0) {
      depth--;
      return ')';
    }
    if (sign === ',') return depth > 0 ? '|' : ',';
    return `\\${sign}`;
  });
  return new RegExp(`^${source}$`, 'u');
}
