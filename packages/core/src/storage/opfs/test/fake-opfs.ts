import type { OpfsFile, OpfsFolder } from '../handles.js';

/** A private file system in memory that fails as browsers' do. */
export function fakeOpfs(name = ''): OpfsFolder {
  const entries = new Map<string, OpfsFolder | OpfsFile>();
  function entry<Kind extends 'file' | 'directory'>(kind: Kind, wanted: string, create: boolean | undefined) {
    let found = entries.get(wanted);
    if (found === undefined && create === true) {
      found = kind === 'file' ? fakeFile(wanted) : fakeOpfs(wanted);
      entries.set(wanted, found);
    }
    if (found === undefined) throw failure('NotFoundError');
    if (found.kind !== kind) throw failure('TypeMismatchError');
    return found as Extract<OpfsFolder | OpfsFile, { kind: Kind }>;
  }
  return {
    kind: 'directory',
    name,
    getDirectoryHandle: async (wanted, { create } = {}) => entry('directory', wanted, create),
    getFileHandle: async (wanted, { create } = {}) => entry('file', wanted, create),
    async removeEntry(wanted) {
      if (!entries.delete(wanted)) throw failure('NotFoundError');
    },
    async *values() {
      yield* [...entries.values()];
    },
  };
}

let clock = 0;

function fakeFile(name: string): OpfsFile {
  let content = new Uint8Array(0);
  let lastModified = 0;
  return {
    kind: 'file',
    name,
    async getFile() {
      const { buffer } = content.slice();
      return {
        size: buffer.byteLength,
        lastModified,
        arrayBuffer: async () => buffer,
        slice: (start, end) => ({ arrayBuffer: async () => buffer.slice(start, end) }),
      };
    },
    async createWritable({ keepExistingData = false } = {}) {
      let draft = keepExistingData ? content.slice() : new Uint8Array(0);
      let position = 0;
      return {
        async write(data) {
          if (!(data instanceof Uint8Array)) throw new TypeError('not bytes');
          const longer = new Uint8Array(Math.max(draft.length, position + data.length));
          longer.set(draft);
          longer.set(data, position);
          draft = longer;
          position += data.length;
        },
        async seek(place) {
          position = place;
        },
        async close() {
          content = draft;
          lastModified = ++clock;
        },
        async abort() {},
      };
    },
  };
}

function failure(name: string): Error {
  return Object.assign(new Error(`${name} of the test`), { name });
}
