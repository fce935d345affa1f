import { useState } from 'preact/hooks';
import type { DataFile } from '../lab/protocol.js';

export interface FileDropProps {
  readonly label: string;
  readonly multiple?: boolean;
  /** Takes a whole folder from the file dialog. */
  readonly folder?: boolean;
  onFiles(files: readonly DataFile[]): void;
}

/** A place for files: dropped, or chosen in a dialog. */
export function FileDrop({ label, multiple = false, folder = false, onFiles }: FileDropProps) {
  const [over, setOver] = useState(false);
  const take = async (files: readonly File[]) => {
    if (files.length > 0) onFiles(await Promise.all(files.map(readFile)));
  };
  return (
    <label
      class={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={async (event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) await take(await droppedFiles(event.dataTransfer));
      }}
    >
      {label}
      <input
        type="file"
        multiple={multiple}
        {...(folder ? { webkitdirectory: true } : {})}
        onChange={(event) => take([...(event.currentTarget.files ?? [])])}
      />
    </label>
  );
}

/** A file that stands in a dropped folder knows its path only from here. */
const paths = new WeakMap<File, string>();

async function readFile(file: File): Promise<DataFile> {
  const path = paths.get(file) || file.webkitRelativePath || file.name;
  return { path, bytes: new Uint8Array(await file.arrayBuffer()) };
}

async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
  // To be asked for before anything is awaited: the drop is over then.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.every((entry) => entry.isFile)) return [...files];
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    paths.set(file, entry.fullPath.replace(/^\//, ''));
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    // A reader gives its entries in portions.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return found;
    for (const inside of part) found.push(...(await filesIn(inside)));
  }
}
