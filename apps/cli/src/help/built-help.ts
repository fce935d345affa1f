import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CONFIG_FILES } from '../config-files.js';

/** Where the build puts what is asked for most and changes least. */
const FOLDER = new URL('../built/', import.meta.url);

/**
 * The help page of a command as it was printed when this package was built. Making it anew means to load every model,
 * which takes longer than reading it.
 * @returns undefined where a page has to be made: it depends on more words, on the plugins of this folder, or was not built
 */
export function builtHelp(argv: readonly string[]): string | undefined {
  const [name = '', flag = '', ...more] = argv[0] === 'help' ? [argv[1], '--help', ...argv.slice(2)] : argv;
  if (!['--help', '-h'].includes(flag) || more.length > 0 || !/^[a-z]+$/.test(name)) return undefined;
  if (CONFIG_FILES.some((file) => existsSync(resolve(file)))) return undefined;
  return read(`help/${name}.txt`);
}

/** What may be typed: commands with their flags, and names that flags take. */
export interface Vocabulary {
  readonly commands: Readonly<Record<string, { readonly summary: string; readonly flags: readonly string[] }>>;
  /** By flag. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** Every word that completion offers, as they were when this package was built. */
export function builtVocabulary(): Vocabulary {
  return JSON.parse(read('vocabulary.json') ?? '{"commands": {}, "values": {}}');
}

function read(path: string): string | undefined {
  const file = new URL(path, FOLDER);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
