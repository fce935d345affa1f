import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What is asked of a machine to say why a GPU cannot be used there. Answers only; nothing here changes anything. */
export interface Machine {
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  exists(path: string): boolean;
  /** Text of a file; undefined where it cannot be read. */
  read(path: string): string | undefined;
  /** Names in a folder; none where it cannot be read. */
  list(folder: string): readonly string[];
}

/** The machine that this runs on. */
export const thisMachine: Machine = {
  platform: process.platform,
  environment: process.env,
  exists: existsSync,
  read: (path) => attempt(() => readFileSync(path, 'utf8'), undefined),
  list: (folder) => attempt(() => readdirSync(folder), []),
};

function attempt<Value, Otherwise>(ask: () => Value, otherwise: Otherwise): Value | Otherwise {
  try {
    return ask();
  } catch {
    return otherwise;
  }
}
