/**
 * Runs a function once for every way its choices can go, as a depth-first walk: each run replays the choices of an earlier
 * one and takes another turn at the last.
 *
 * @template T
 * @param {(choose: <O>(options: readonly O[]) => O) => T} run
 * @param {number} most runs, beyond which the walk is given up
 * @returns {T[]}
 */
export function everyWay(run, most) {
  const results = [];
  const waiting = [[]];
  while (waiting.length > 0) {
    if (results.length === most) throw new RangeError(`more than ${most} ways`);
    const turns = waiting.pop();
    let at = 0;
    const choose = (options) => {
      const turn = turns[at] ?? 0;
      if (at === turns.length) {
        for (let other = options.length - 1; other > 0; other--) waiting.push([...turns, other]);
        turns.push(0);
      }
      at++;
      return options[turn];
    };
    results.push(run(choose));
  }
  return results;
}
