import { existsSync } from 'node:fs';
import { cancel, intro, text } from '@clack/prompts';
import { UsageError } from '@prattle/core';

/** Asks on the terminal what to learn from and for how long. @throws UsageError when it is called off */
export async function askForPlan(): Promise<{ data: string[]; settings: { minutes: number } }> {
  intro('What fits this machine?');
  const data = await answered(
    text({
      message: 'What should be learnt? A file, a folder, or a dataset such as names',
      placeholder: 'names',
      defaultValue: 'names',
      validate: (path) => ((path ?? '').includes('/') && !existsSync(path ?? '') ? `There is no ${path}` : undefined),
    }),
  );
  const minutes = await answered(
    text({
      message: 'How many minutes may training take?',
      placeholder: '5',
      defaultValue: '5',
      validate: (given) => ((given ?? '') === '' || Number(given) > 0 ? undefined : 'A number above 0'),
    }),
  );
  return { data: [data], settings: { minutes: Number(minutes) } };
}

async function answered(question: Promise<string | symbol>): Promise<string> {
  const answer = await question;
  if (typeof answer === 'string') return answer;
  cancel('Nothing was planned.');
  throw new UsageError({
    package: 'cli',
    code: 'cancelled',
    what: 'Nothing was planned',
    remedy: 'Name the data to plan without questions.',
  });
}
