/** Things that are being read before they are asked for. */
export class ReadAhead<Item> {
  readonly #begun = new Map<number, { item?: Item }>();

  /** @param read begins to read what stands at a place; undefined where nothing can be read in the background */
  constructor(private readonly read: (place: number) => Promise<Item> | undefined) {}

  /** Begins with what stands at a place, unless that was done. */
  start(place: number): void {
    if (this.#begun.has(place)) return;
    const entry: { item?: Item } = {};
    this.#begun.set(place, entry);
    this.read(place)?.then(
      (item) => {
        entry.item = item;
      },
      // Whoever reads it again, because it is not there, meets the same error.
      () => undefined,
    );
  }

  /** What stands at a place, if it has been read by now. It is forgotten here. */
  take(place: number): Item | undefined {
    const item = this.#begun.get(place)?.item;
    this.#begun.delete(place);
    return item;
  }
}
