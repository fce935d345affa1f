import type { ItemTable } from './item-table.js';

const EMPTY = -1;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Finds items by their tokens: an open-addressing hash table of item numbers, eight to sixteen bytes an item, where a
 * set of strings would take a hundred. Equal items are found as the first of them.
 */
export class ItemIndex {
  readonly #slots: Int32Array;

  constructor(private readonly items: ItemTable) {
    let size = 4;
    while (size < 2 * items.count) size *= 2;
    this.#slots = new Int32Array(size).fill(EMPTY);
    for (let item = 0; item < items.count; item++) {
      const slot = this.#slotOf(items.item(item));
      if (this.#slots[slot] === EMPTY) this.#slots[slot] = item;
    }
  }

  /** The number of the first item with these tokens, or -1. */
  find(tokens: ArrayLike<number>): number {
    return this.#slots[this.#slotOf(tokens)] ?? EMPTY;
  }

  /** Where these tokens are, or the free slot where they would go. */
  #slotOf(tokens: ArrayLike<number>): number {
    const mask = this.#slots.length - 1;
    let slot = hash(tokens) & mask;
    for (;;) {
      const item = this.#slots[slot] ?? EMPTY;
      if (item === EMPTY || equal(this.items.item(item), tokens)) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

/** FNV-1a over the ids, with its high bits folded into the low ones that pick the slot. */
function hash(tokens: ArrayLike<number>): number {
  let value = FNV_OFFSET;
  for (let index = 0; index < tokens.length; index++) value = Math.imul(value ^ (tokens[index] ?? 0), FNV_PRIME);
  return value ^ (value >>> 15);
}

function equal(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
