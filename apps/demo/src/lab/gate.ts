/** Lets whoever passes wait while it is closed. */
export class Gate {
  #opened: Promise<void> | undefined;
  #open: (() => void) | undefined;

  get closed(): boolean {
    return this.#opened !== undefined;
  }

  close(): void {
    this.#opened ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open?.();
    this.#opened = undefined;
  }

  async passed(): Promise<void> {
    while (this.#opened) await this.#opened;
  }
}
