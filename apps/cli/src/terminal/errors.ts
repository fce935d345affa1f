/** What the process ends with. */
export const ExitCode = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/**
 * Says on one line of standard error what went wrong and what to do; the stack only when it was asked for.
 * @returns the exit code
 */
export async function reportError(error: unknown, { verbose }: { verbose: boolean }): Promise<number> {
  // Loaded only now: a help page has no need of it and should be instant.
  const { ConfigError, PrattleError, RegistryError, UsageError } = await import('@prattle/core');
  const message = error instanceof Error ? error.message : String(error);
  if (verbose && error instanceof Error) {
    process.stderr.write(`${error.stack ?? message}\n`);
    if (error.cause !== undefined)
      process.stderr.write(`caused by ${error.cause instanceof Error ? error.cause.stack : String(error.cause)}\n`);
  } else if (PrattleError.isInstance(error)) {
    process.stderr.write(`${message}\n`);
  } else {
    process.stderr.write(`[prattle/cli] ${message.split('\n')[0]}. This is a bug in Prattle; run again with --verbose for details.\n`);
  }
  return ConfigError.isInstance(error) || RegistryError.isInstance(error) || UsageError.isInstance(error)
    ? ExitCode.usage
    : ExitCode.failed;
}
