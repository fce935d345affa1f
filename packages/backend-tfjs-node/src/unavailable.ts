import type { Unavailable } from '@prattle/core';

/** @param reason what is wrong @param remedy what to do, as one sentence */
export function unavailable(reason: string, remedy: string): Unavailable {
  return { available: false, reason, remedy };
}
