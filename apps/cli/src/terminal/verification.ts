import { type Difference, type VerifyOptions, verifyRun } from '@prattle/runs';
import pc from 'picocolors';
import { ExitCode } from './errors.js';

/** Differences that are shown. */
const SHOWN = 10;

/** Replays a part of a run and says whether it came out the same. @returns the exit code */
export async function verifyAndShow(options: VerifyOptions, json = false): Promise<number> {
  const { from, steps, arrivedAt, differences } = await verifyRun(options);
  const same = differences.length === 0;
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ type: 'verification', run: options.run, from, steps, arrivedAt: arrivedAt ?? null, same, differences })}\n`,
    );
  } else {
    const compared = arrivedAt === undefined ? 'all losses are' : `all losses and the parameters of ${arrivedAt} are`;
    const replayed = `Replayed ${steps} steps after step ${from}:`;
    const lines = differences.slice(0, SHOWN).map(asLine);
    process.stdout.write(
      same
        ? `${replayed} ${pc.green(`${compared} the same, bit for bit.`)}\n`
        : `${replayed} ${pc.red(`${differences.length} differences.`)}\n${lines.join('\n')}\n`,
    );
  }
  return same ? ExitCode.done : ExitCode.failed;
}

function asLine({ step, what, recorded, replayed }: Difference): string {
  return `  step ${step}  ${what}${recorded === undefined ? '' : `  ${recorded} then, ${replayed} now`}`;
}
