import type { LogitsProcessor } from '@prattle/core';

/** Makes tokens that are already in the history less likely (penalty > 1) or more (< 1), each once. */
export function repetitionPenalty(penalty: number): LogitsProcessor {
  let lastSeen = new Uint32Array(0);
  let call = 0;
  return (logits, { history }) => {
    if (lastSeen.length !== logits.length || call === 0xffffffff) {
      lastSeen = new Uint32Array(logits.length);
      call = 0;
    }
    call++;
    for (const token of history) {
      const logit = logits[token];
      if (logit === undefined || lastSeen[token] === call) continue;
      lastSeen[token] = call;
      logits[token] = logit > 0 ? logit / penalty : logit * penalty;
    }
  };
}
