import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where Chromium's software GPU may lie on Linux. */
const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome', '/opt/chromium.org/chromium'];

/**
 * The environment in which Dawn finds the software GPU that Chromium brings, for tests on machines without a GPU; empty where
 * there is none, or where a Vulkan driver has been chosen already.
 *
 * @returns {Record<string, string>}
 */
export function softwareVulkan() {
  if (process.platform !== 'linux' || process.env.VK_ICD_FILENAMES !== undefined) return {};
  const folder = folders.find((place) => ['vk_swiftshader_icd.json', 'libvulkan.so.1'].every((file) => existsSync(join(place, file))));
  if (folder === undefined) return {};
  const libraries = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { LD_LIBRARY_PATH: libraries, VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json') };
}
