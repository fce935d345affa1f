import type { RunJudgement } from '@prattle/inspection';

/** Whether a run is normal, as one sentence. */
export function judgementText({ verdict, preset, band, compared, inside, leaves }: RunJudgement): string {
  const usual = `${band.seeds.length} runs of the preset ${preset} on ${band.data}`;
  if (verdict === 'unknown') return `It is too short to be compared with ${usual}.`;
  if (verdict === 'inside' || !leaves) return `Yes: its loss is where ${usual} were, at ${inside} of ${compared} steps.`;
  const where = `at step ${leaves.step} its loss is ${leaves.loss.toFixed(3)}; after ${usual}, ${leaves.low.toFixed(3)} to ${leaves.high.toFixed(3)} is usual`;
  return verdict === 'above' ? `No: ${where}.` : `It learns faster than usual: ${where}.`;
}
