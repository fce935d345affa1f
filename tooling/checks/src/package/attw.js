import { checkPackage } from '@arethetypeswrong/core';

/** Our packages are ES modules only, so how `require` and old resolution see them doesn't count. */
const ignored = ['node10', 'node16-cjs'];

/**
 * @param {import('@arethetypeswrong/core').Package} unpacked
 * @returns {Promise<string[]>} what is wrong with the types, for importers
 */
export async function typesFindings(unpacked) {
  const result = await checkPackage(unpacked);
  if (!result.types) return ['attw: the package has no types'];
  return result.problems
    .filter((problem) => !('resolutionKind' in problem && ignored.includes(problem.resolutionKind)))
    .map((problem) => `attw: ${problem.kind} ${JSON.stringify(problem)}`);
}
