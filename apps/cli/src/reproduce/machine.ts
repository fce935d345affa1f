import { arch, type } from 'node:os';

/** The kind of machine, in words: what computed, the system and Node's version. */
export function machineKind(device: string): string {
  return `${device}, ${type()} ${arch()}, Node ${process.versions.node}`;
}
