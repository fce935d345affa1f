import type { PrattleWebGpuBackend } from '../../backend/backend.js';

/**
 * Rows that one invocation adds up: on GPUs few enough that narrow matrices keep them busy; on software adapters many, as
 * each further dispatch costs more than it gains.
 */
export function rowsInChunk({ forms }: PrattleWebGpuBackend): number {
  return forms.rows === 'item' ? 512 : 32;
}
