import util from 'node:util';

/** Where Node no longer has what tfjs-node 4.22 calls (from 23 on), brings it, so that stand-ins for 4.22 can be tested there too. */
export function bringOldUtil(): void {
  if ('isNullOrUndefined' in util) return;
  Object.defineProperty(util, 'isNullOrUndefined', { value: (value: unknown) => value == null, configurable: true });
}
