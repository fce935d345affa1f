const PAGE = 65536;
const MEBI_PAGES = 16;

/** What the module needs before anything is allocated: stack and data. */
const LEAST_PAGES = 2 * MEBI_PAGES;

/** 4 GiB and less, where a machine or a browser does not reserve so much. */
const MOST_PAGES = [4096, 2048, 1024, 512, 256].map((mebibytes) => mebibytes * MEBI_PAGES);

/** Memory that grows and may be shared with threads; undefined where there is no such thing. */
export function sharedMemory(): WebAssembly.Memory | undefined {
  return firstOf((maximum) => new WebAssembly.Memory({ initial: LEAST_PAGES, maximum, shared: true }));
}

/**
 * Memory for one thread. It is taken whole from the start, and only what is used costs anything: growing would detach
 * every view of it.
 */
export function fixedMemory(): WebAssembly.Memory | undefined {
  return firstOf((pages) => (pages * PAGE <= 2 ** 30 ? new WebAssembly.Memory({ initial: pages, maximum: pages }) : undefined));
}

/** Pages that are not cross-origin isolated have no name `SharedArrayBuffer`, and may have such a buffer all the same. */
export function isShared({ buffer }: WebAssembly.Memory): boolean {
  return Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
}

function firstOf(make: (pages: number) => WebAssembly.Memory | undefined): WebAssembly.Memory | undefined {
  for (const pages of MOST_PAGES) {
    try {
      const memory = make(pages);
      if (memory !== undefined) return memory;
    } catch {
      // Not so much, or not at all.
    }
  }
  return undefined;
}
