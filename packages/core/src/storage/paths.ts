/** Joins parts of a storage path with `/`; empty parts and doubled slashes vanish. A leading slash stays. */
export function joinPath(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .join('/')
    .replace(/\/{2,}/g, '/');
}

/** The folder of a path and its last part: `runs/a/last` is `runs/a` and `last`. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const trimmed = path.replace(/\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  return { folder: slash < 0 ? '' : slash === 0 ? '/' : trimmed.slice(0, slash), name: trimmed.slice(slash + 1) };
}

/** One spelling for every path to the same place: no `.`, no doubled or closing slashes, `..` resolved. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0) parts.pop();
    else if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}
