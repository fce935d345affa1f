/** Values handed from whoever makes them to the one who reads them, who may be slower. */
export interface Channel<Value> extends AsyncIterable<Value> {
  push(value: Value): void;
  /** No more values: the reader ends after those that it has not read. */
  end(): void;
  /** The reader gets the values that it has not read, then this error. */
  fail(error: unknown): void;
}

/** @param onLeave called when the reader stops reading before the end */
export function createChannel<Value>(onLeave: () => void): Channel<Value> {
  const values: Value[] = [];
  let over = false;
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;

  function finish(): void {
    over = true;
    wake?.();
  }

  async function* read(): AsyncGenerator<Value, void, undefined> {
    try {
      for (;;) {
        const value = values.shift();
        if (value !== undefined) yield value;
        else if (failure) throw failure.error;
        else if (over) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      if (!over) onLeave();
    }
  }

  return {
    push(value) {
      values.push(value);
      wake?.();
    },
    end: finish,
    fail(error) {
      failure ??= { error };
      finish();
    },
    [Symbol.asyncIterator]: read,
  };
}
