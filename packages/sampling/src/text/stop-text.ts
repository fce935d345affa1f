/** Watches text as it comes for texts that end it. */
export interface StopText {
  /** What may be shown now. Text that could be the beginning of a stop is held back until it is known not to be. */
  push(text: string): { readonly text: string; readonly stopped: boolean };
  /** What was held back, when no more text comes. */
  flush(): string;
}

/** @param stops what ends the text and is not part of it; empty ones are ignored */
export function createStopText(stops: readonly string[]): StopText {
  const wanted = stops.filter((stop) => stop !== '');
  let held = '';
  return {
    push(text) {
      held += text;
      const found = Math.min(...wanted.map((stop) => held.indexOf(stop)).filter((index) => index >= 0));
      if (Number.isFinite(found)) return { text: take(found), stopped: true };
      return { text: take(held.length - longestBeginning(held, wanted)), stopped: false };
    },
    flush: () => take(held.length),
  };

  function take(length: number): string {
    const shown = held.slice(0, length);
    held = held.slice(length);
    return shown;
  }
}

/** Length of the longest end of `text` that a stop begins with. */
function longestBeginning(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) longest = length;
    }
  }
  return longest;
}
