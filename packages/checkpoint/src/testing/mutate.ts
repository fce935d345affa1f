import { decodeText, encodeText, type RandomSource } from '@prattle/core';

/** What somebody with bad intentions, or a broken disk, may put in the place of any value. */
const EVIL: readonly unknown[] = [
  ...[null, true, '', 'x', 0, -1, 1.5, 255, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53, 1e308, -0],
  ...['../../../../etc/passwd', '/etc/passwd', 'C:\\windows\\system32', '__proto__', 'constructor', 'a\0b', '\ud800'],
  ...[[], [[]], {}, [2 ** 40, 2 ** 40], [0, 2 ** 52], [-1], { length: 1e9 }, 'F64', 'I64', 'U8', 'x'.repeat(1000)],
];

/** Draws from a seeded generator. */
export function createChooser(random: RandomSource) {
  const below = (limit: number): number => random.integers(1, 0, limit)[0] ?? 0;
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
  return { below, pick, evil: () => structuredClone(pick(EVIL)) };
}

export type Chooser = ReturnType<typeof createChooser>;

/** The same bytes cut off, with bits flipped, or with something added. */
export function mutateBytes(bytes: Uint8Array, { below, pick }: Chooser): Uint8Array {
  const changed = bytes.slice();
  switch (pick(['cut', 'flip', 'overwrite', 'insert', 'append'])) {
    case 'cut':
      return changed.slice(0, below(bytes.length));
    case 'flip':
      for (let flips = 1 + below(8); flips > 0; flips--) {
        const at = below(bytes.length);
        changed[at] = (changed[at] ?? 0) ^ (1 << below(8));
      }
      return changed;
    case 'overwrite':
      return changed
        .fill(pick([0, 0x20, 0x39, 0x7f, 0xff]), below(bytes.length))
        .map((byte, at) => (at % 7 === 0 ? byte : (bytes[at] ?? 0)));
    case 'insert': {
      const at = below(bytes.length);
      return Uint8Array.of(...bytes.subarray(0, at), below(256), ...bytes.subarray(at));
    }
    default:
      return Uint8Array.of(...bytes, ...Array.from({ length: 1 + below(64) }, () => below(256)));
  }
}

/** The same JSON with one to three values replaced, removed, doubled or renamed, anywhere in it. */
export function mutateJson<Json>(json: Json, chooser: Chooser): Json {
  const copy = JSON.parse(JSON.stringify({ root: json }));
  for (let changes = 1 + chooser.below(3); changes > 0; changes--) {
    const places = placesIn(copy);
    if (places.length > 0) mutatePlace(...chooser.pick(places), chooser);
  }
  return copy.root;
}

type Parent = Record<string, unknown>;

function mutatePlace(parent: Parent, key: string, { pick, evil, below }: Chooser): void {
  switch (pick(['replace', 'replace', 'replace', 'scale', 'remove', 'rename', 'nest'])) {
    case 'scale':
      if (typeof parent[key] === 'number') parent[key] *= pick([-1, 2, 1000, 2 ** 20, 0.5]);
      return;
    case 'remove':
      delete parent[key];
      return;
    case 'rename':
      // In a list a name may be an index, and a large one would make the list itself large.
      if (Array.isArray(parent)) return;
      Object.defineProperty(parent, String(evil()), { value: parent[key], enumerable: true, configurable: true, writable: true });
      return;
    case 'nest':
      for (let depth = below(60); depth > 0; depth--) parent[key] = [parent[key]];
      return;
    default:
      parent[key] = evil();
  }
}

/** Every value in JSON, by what holds it. */
function placesIn(value: unknown): (readonly [Parent, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[value as Parent, key] as const, ...placesIn(inner)]);
}

/** A safetensors file with another header over the same data; its length told truly, or not. */
export function mutateHeader(bytes: Uint8Array, chooser: Chooser): Uint8Array {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = encodeText(JSON.stringify(mutateJson(JSON.parse(decodeText(bytes.subarray(8, 8 + length))), chooser)) ?? 'null');
  const changed = new Uint8Array(8 + header.length + bytes.length - 8 - length);
  const told = chooser.pick([header.length, header.length, header.length, header.length, 0, 2 ** 31, 2 ** 52, header.length + 1]);
  new DataView(changed.buffer).setBigUint64(0, BigInt(told), true);
  changed.set(header, 8);
  changed.set(bytes.subarray(8 + length), 8 + header.length);
  return changed;
}
