/** Where Linux keeps shared libraries, beside the folders that the environment names. */
const folders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
  '/lib/x86_64-linux-gnu',
  '/lib/aarch64-linux-gnu',
  '/lib64',
  '/lib',
];

/**
 * Whether Dawn has a chance in this Node: on Linux it needs Vulkan's loader, and complains on standard error where there is
 * none. Elsewhere the system brings what it needs.
 */
export function mayHaveGpu({ platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process): boolean {
  if (platform !== 'linux') return true;
  // By way of the process, so that nothing of Node is imported in a browser.
  const fs = process.getBuiltinModule('node:fs');
  const named = (env.LD_LIBRARY_PATH ?? '').split(':').filter((folder) => folder !== '');
  return [...named, ...folders].some((folder) => fs.existsSync(`${folder}/libvulkan.so.1`));
}
