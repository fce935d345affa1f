/** What is wrong, without a dot at its end, and what to do about it, as a sentence. */
export interface Explanation {
  readonly reason: string;
  readonly remedy: string;
}
