export { findChromium } from './find.js';
export { ensureChromium } from './install.js';
export { launchChromium } from './launch.js';
export { servePage } from './page.js';
export { softwareVulkan, softwareWebGpu } from './web-gpu.js';
