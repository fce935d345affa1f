import type { Registry, SamplerPlugin } from '@prattle/core';
import { resolvePlugin } from '../plugins.js';

export const SAMPLER_FLAG = '--sampler';

/** The sampler that the command line names, if any: it decides which further settings there are. */
export async function chosenSampler(argv: readonly string[], registry: Registry): Promise<SamplerPlugin | undefined> {
  const index = argv.findIndex((argument) => argument === SAMPLER_FLAG || argument.startsWith(`${SAMPLER_FLAG}=`));
  const word = argv[index]?.split('=')[1] ?? argv[index + 1];
  if (index < 0 || word === undefined) return undefined;
  return registry.get('sampler', await resolvePlugin(registry, 'sampler', word, []));
}
