import { cpSync, existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of a package as Node finds it from another folder; undefined where it is not installed.
 * @param {string} from @param {string} name
 */
export function findPackage(from, name) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return realpathSync(place);
    if (dirname(folder) === folder) return undefined;
  }
}

/** What nobody runs: types, maps, and bundles of what is there file by file. */
const UNUSED =
  /\.(map|d\.[cm]?ts|md|markdown|flow)$|\/(tests?|docs?|examples?|__tests__|benchmarks?)\/|\/dist\/tf-[\w.-]*(min|fesm|es2017)[\w.-]*\.js$|\/(src|wasm-out)\/.*\.ts$/;

/** Packages side by side in one folder of node_modules; another version of one of them lies below who needs it. */
export class NodeModules {
  /** @type {Map<string, string>} where a package lies, and what was copied there */
  #placed = new Map();
  #target;

  /** @param {string} target the folder above node_modules */
  constructor(target) {
    this.#target = target;
  }

  /**
   * Copies a package and all that it needs.
   * @param {string} name @param {string} source @param {string} [user] the folder of who needs it
   */
  add(name, source, user = this.#target) {
    const usual = join(this.#target, 'node_modules', name);
    const place = (this.#placed.get(usual) ?? source) === source ? usual : join(user, 'node_modules', name);
    if (this.#placed.get(place) === source) return;
    this.#placed.set(place, source);
    cpSync(source, place, {
      recursive: true,
      filter: (file) => !UNUSED.test(file.slice(source.length)) && file !== join(source, 'node_modules'),
    });
    const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
    const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
    for (const need of new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers])) {
      const found = findPackage(source, need);
      if (found !== undefined) this.add(need, found, place);
    }
  }
}
