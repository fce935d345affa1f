import { candidates } from '../backends.js';
import { compareFile } from '../compare-file.js';
import type { Place } from './place.js';

/** This process. */
export const here: Place = {
  async candidates(name) {
    return (await candidates(name)).map(({ plugin, missing }) => ({ name: plugin.name, missing }));
  },
  async open(name) {
    const [candidate] = await candidates(name);
    if (candidate === undefined) throw new Error(`There is no backend ${name}.`);
    const backend = await candidate.plugin.open();
    return {
      compare: (path) => compareFile(path, backend),
      close: async () => backend.close(),
    };
  },
  async close() {},
};
