import { type Lab, openLab } from '../lab/client.js';

/** The workers of the page: one trains, the other answers meanwhile. */
export class Labs {
  readonly trainer: Lab = openLab();
  readonly reader: Lab = openLab();
}
