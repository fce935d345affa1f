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
 * Whether Dawn has a chance in this Node: on Linux it needs Vulkan's loader and a driver's manifest, where the loader looks
 * for one (its LoaderDriverInterface.md), and complains on standard error where either is missing. Elsewhere the system
 * brings what it needs.
 */
export function mayHaveGpu({ platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process): boolean {
  if (platform !== 'linux') return true;
  // By way of the process, so that nothing of Node is imported in a browser.
  const fs = process.getBuiltinModule('node:fs');
  const hasLoader = [...listed(env.LD_LIBRARY_PATH), ...folders].some((folder) => fs.existsSync(`${folder}/libvulkan.so.1`));
  const named = [env.VK_DRIVER_FILES, env.VK_ICD_FILENAMES, env.VK_ADD_DRIVER_FILES].flatMap(listed);
  return (
    hasLoader && (named.length > 0 || manifestFolders(env).some((folder) => fs.existsSync(folder) && fs.readdirSync(folder).length > 0))
  );
}

function manifestFolders({ HOME = '', XDG_CONFIG_HOME, XDG_CONFIG_DIRS, XDG_DATA_HOME, XDG_DATA_DIRS }: NodeJS.ProcessEnv): string[] {
  return [
    XDG_CONFIG_HOME || `${HOME}/.config`,
    ...listed(XDG_CONFIG_DIRS || '/etc/xdg'),
    '/etc',
    XDG_DATA_HOME || `${HOME}/.local/share`,
    ...listed(XDG_DATA_DIRS || '/usr/local/share:/usr/share'),
    '/run/opengl-driver/share', // NixOS
  ].map((folder) => `${folder}/vulkan/icd.d`);
}

function listed(paths = ''): string[] {
  return paths.split(':').filter((path) => path !== '');
}
