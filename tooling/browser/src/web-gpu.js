import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @type {typeof import('./index.d.ts').softwareWebGpu} */
export const softwareWebGpu = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--ignore-gpu-blocklist',
];

/** Where Chromium's software GPU may lie on Linux. */
const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome', '/opt/chromium.org/chromium'];

/** @type {typeof import('./index.d.ts').softwareVulkan} */
export function softwareVulkan() {
  if (process.platform !== 'linux' || process.env.VK_ICD_FILENAMES !== undefined) return {};
  const folder = folders.find((place) => ['vk_swiftshader_icd.json', 'libvulkan.so.1'].every((file) => existsSync(join(place, file))));
  if (folder === undefined) return {};
  const libraries = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { LD_LIBRARY_PATH: libraries, VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json') };
}
