/** Where a sample repeats what it was trained on. */
export interface LongestMatch {
  /** Tokens of the longest piece that occurs in the corpus. */
  readonly length: number;
  /** Where that piece begins in the sample. */
  readonly start: number;
}

interface State {
  readonly next: Map<number, number>;
  /** The state of the longest proper suffix that occurs elsewhere too; -1 at the root. */
  link: number;
  /** Length of the longest piece that leads here. */
  length: number;
  /** Where the first occurrence of that piece ends in the sample. */
  end: number;
}

/**
 * The longest piece of a sample that stands in a corpus as it is. The sample becomes a suffix automaton (Blumer et al.
 * 1985), through which the corpus streams once: time is linear in both, memory in the sample alone.
 *
 * @param corpus token ids in order; a negative one is a border that no piece crosses
 */
export function longestMatch(sample: readonly number[], corpus: Iterable<number>): LongestMatch {
  const states = suffixAutomaton(sample);
  let state = 0;
  let length = 0;
  let best: LongestMatch = { length: 0, start: 0 };
  for (const token of corpus) {
    while (state > 0 && !at(states, state).next.has(token)) {
      state = at(states, state).link;
      length = at(states, state).length;
    }
    const following = at(states, state).next.get(token);
    if (following === undefined) {
      length = 0;
      continue;
    }
    state = following;
    length++;
    if (length > best.length) best = { length, start: at(states, state).end - length + 1 };
    if (best.length === sample.length) break;
  }
  return best;
}

function suffixAutomaton(sample: readonly number[]): State[] {
  const states: State[] = [{ next: new Map(), link: -1, length: 0, end: -1 }];
  let last = 0;
  for (const [position, token] of sample.entries()) {
    const current = states.push({ next: new Map(), link: 0, length: at(states, last).length + 1, end: position }) - 1;
    let suffix = last;
    while (suffix >= 0 && !at(states, suffix).next.has(token)) {
      at(states, suffix).next.set(token, current);
      suffix = at(states, suffix).link;
    }
    if (suffix >= 0) at(states, current).link = linkOf(states, suffix, token);
    last = current;
  }
  return states;
}

/** The state that `suffix` followed by `token` ends in; split off where longer pieces lead there as well. */
function linkOf(states: State[], suffix: number, token: number): number {
  const target = at(states, suffix).next.get(token) ?? 0;
  const { next, link, length, end } = at(states, target);
  if (length === at(states, suffix).length + 1) return target;
  const clone = states.push({ next: new Map(next), link, length: at(states, suffix).length + 1, end }) - 1;
  for (let state = suffix; state >= 0 && at(states, state).next.get(token) === target; state = at(states, state).link) {
    at(states, state).next.set(token, clone);
  }
  at(states, target).link = clone;
  return clone;
}

function at(states: readonly State[], index: number): State {
  const state = states[index];
  if (!state) throw new RangeError(`There is no state ${index}.`);
  return state;
}
