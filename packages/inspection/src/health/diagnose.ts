import type { Evidence, Finding } from './evidence.js';
import { findExploding, findVanishing } from './gradients.js';
import { findDead, findSaturated, findTied } from './units.js';

/** What a network suffers from, with reasons; healthy where nothing was found. */
export interface Health {
  readonly healthy: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Diagnoses a network from what was measured. A cause stands for its symptoms: a network that explodes or is tied is not
 * also called dead, and where saturated or dead layers let no gradient pass, the vanishing behind them is not named.
 */
export function diagnose(evidence: Evidence): Health {
  const causes = [...findExploding(evidence), ...findTied(evidence)];
  const findings = causes.length > 0 ? causes : firstFound(evidence, [findSaturated, findDead, findVanishing]);
  return { healthy: findings.length === 0, findings };
}

function firstFound(evidence: Evidence, rules: readonly ((evidence: Evidence) => Finding[])[]): Finding[] {
  for (const rule of rules) {
    const found = rule(evidence);
    if (found.length > 0) return found;
  }
  return [];
}
