/** What of the process decides where data lies. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As `process.platform`. */
  readonly platform: string;
}

/** The folder in which a browser's storage keeps datasets. */
const BROWSER_FOLDER = 'datasets';

export function surroundings(): Surroundings {
  const { process } = globalThis as { process?: typeof globalThis.process };
  return { environment: process?.env ?? {}, platform: process?.platform ?? 'browser' };
}

/**
 * Folders that are searched for downloaded datasets, first match wins: `PRATTLE_DATA_DIR`, then the user's cache. Each
 * dataset has a folder of its own in there.
 */
export function dataFolders({ environment, platform }: Surroundings): readonly string[] {
  const folders = [environment.PRATTLE_DATA_DIR, userCache(environment, platform)];
  return folders.filter((folder) => folder !== undefined && folder !== '') as string[];
}

function userCache(environment: Surroundings['environment'], platform: string): string | undefined {
  if (platform === 'browser') return BROWSER_FOLDER;
  const { XDG_CACHE_HOME, HOME, USERPROFILE, LOCALAPPDATA } = environment;
  if (platform === 'win32' && LOCALAPPDATA) return `${LOCALAPPDATA}/prattle/datasets`;
  if (XDG_CACHE_HOME) return `${XDG_CACHE_HOME}/prattle/datasets`;
  const home = HOME || USERPROFILE;
  if (!home) return undefined;
  return platform === 'darwin' ? `${home}/Library/Caches/prattle/datasets` : `${home}/.cache/prattle/datasets`;
}
