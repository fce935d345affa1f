export { findChromium } from './find.js';
export { ensureChromium } from './install.js';
export { launchChromium } from './launch.js';
export { servePage } from './page.js';
