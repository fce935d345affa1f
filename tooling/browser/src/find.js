import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

/** Below the folders that Windows keeps programs in. */
const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

/**
 * Where Chromium may be on a machine, best first.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {NodeJS.Platform} platform
 * @returns {string[]}
 */
export function chromiumPlaces(environment, platform) {
  if (platform === 'win32') {
    return ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']
      .flatMap((variable) => environment[variable] ?? [])
      .flatMap((folder) => windowsPrograms.map((program) => `${folder}\\${program}`));
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  if (platform !== 'darwin') return onPath;
  return [...onPath, ...macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)];
}

/** @type {typeof import('./index.d.ts').findChromium} */
export function findChromium() {
  const named = process.env.PRATTLE_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(
      `[prattle/tooling-browser] PRATTLE_CHROMIUM is ${named}, where there is nothing. Set it to a Chromium or Chrome, or unset it.`,
    );
  }
  return chromiumPlaces(process.env, process.platform).find((place) => existsSync(place));
}
