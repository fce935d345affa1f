import { existsSync, readFileSync } from 'node:fs';
import { fromRoot } from '../../workspace/root.js';
import { draw } from './draw.js';
import { layOut } from './graph.js';
import { realImports } from './imports.js';

/** Where the picture lies, relative to the root. */
export const PICTURE = 'apps/docs/design/architecture.svg';

/** @returns {string} the picture of what the sources import now */
export function currentPicture() {
  return draw(layOut(realImports()));
}

/** @type {import('../import-rules.js').Rule} */
export const diagramRule = {
  name: 'the architecture is drawn as it is',
  violations() {
    const drawn = existsSync(fromRoot(PICTURE)) ? readFileSync(fromRoot(PICTURE), 'utf8') : '';
    return drawn === currentPicture() ? [] : [`${PICTURE} shows other imports than the sources have; draw it anew: npx -y pnpm@10 diagram`];
  },
};
