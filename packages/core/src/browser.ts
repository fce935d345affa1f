export type { OpfsBlob, OpfsFile, OpfsFolder, OpfsWritable } from './storage/opfs/handles.js';
export { opfsStorage } from './storage/opfs/opfs-storage.js';
