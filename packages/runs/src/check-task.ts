import { type PreparedDataset, type Registry, UsageError } from '@prattle/core';
import type { RunSpec } from './spec.js';

/** @throws UsageError when the model cannot learn what the data asks for */
export function checkTask(registry: Registry, { model, dataset: { name, paths } }: RunSpec, { task, encoder }: PreparedDataset): void {
  const chosen = registry.get('model', model.name);
  if (chosen.task === task) return;
  const data = paths.join(', ') || name;
  const asks = encoder ? `To predict ${encoder.targets.join(', ')} of ${data} is` : `${data} is data for`;
  const fitting = registry.list('model').filter((candidate) => candidate.task === task);
  throw new UsageError({
    package: 'runs',
    code: 'other-task',
    what: `${asks} ${task}, and the model ${chosen.name} does ${chosen.task}`,
    remedy: fitting.length > 0 ? `Use --model ${fitting.map((candidate) => candidate.name).join(' or ')}.` : `Add a plugin for ${task}.`,
  });
}
