import { useEffect, useState } from 'preact/hooks';

export interface Answer<Value> {
  readonly value: Value | undefined;
  readonly error: string | undefined;
  /** The value is of an earlier question. */
  readonly waiting: boolean;
}

/**
 * What a question to a worker is answered. It is asked anew when one of `causes` changes, once they have rested for `rest`
 * milliseconds; answers that come too late are dropped.
 */
export function useAnswer<Value>(ask: () => Promise<Value> | undefined, causes: readonly unknown[], rest = 0): Answer<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>({ value: undefined, error: undefined, waiting: true });
  useEffect(() => {
    let current = true;
    setAnswer((old) => ({ ...old, waiting: true }));
    const timer = setTimeout(() => {
      ask()?.then(
        (value) => current && setAnswer({ value, error: undefined, waiting: false }),
        (error: Error) => current && setAnswer({ value: undefined, error: error.message, waiting: false }),
      );
    }, rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, causes);
  return answer;
}
