/** Draws the architecture anew, from what the sources import. */
import { writeFileSync } from 'node:fs';
import { fromRoot } from '../../workspace/root.js';
import { currentPicture, PICTURE } from './diagram.js';

writeFileSync(fromRoot(PICTURE), currentPicture());
