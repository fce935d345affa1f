/** What every error says: what is wrong, what to do about it, and a code that programs can rely on. */
export interface ErrorDetails<Code extends string = string> {
  /** The package that found out, without `@prattle/`: `core`, `training` … */
  readonly package: string;
  /** Stable: programs may compare it. */
  readonly code: Code;
  /** One sentence, naming the thing: a file, a setting, a value. */
  readonly what: string;
  /** One sentence, or several, on what to do. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** Under this key every error carries the kinds it belongs to, so that copies of this package know each other's errors. */
const KINDS = Symbol.for('prattle.error.kinds');

type ErrorClass<Kind> = (abstract new (...details: never[]) => Kind) & { readonly kind: string };

/** The base of all errors that Prattle throws on purpose. The message reads `[prattle/<package>] what. What to do.` */
export class PrattleError<Code extends string = string> extends Error {
  static readonly kind: string = 'PrattleError';
  readonly package: string;
  readonly code: Code;
  readonly what: string;
  readonly remedy: string;

  constructor(details: ErrorDetails<Code>) {
    const what = sentence(details.what);
    const remedy = sentence(details.remedy);
    super(`[prattle/${details.package}] ${what} ${remedy}`.trimEnd(), details.cause === undefined ? undefined : { cause: details.cause });
    this.package = details.package;
    this.code = details.code;
    this.what = what;
    this.remedy = remedy;
    hide(this, 'name', new.target.kind);
    hide(this, KINDS, kindsOf(new.target));
  }

  /**
   * `instanceof` that also holds for an error thrown by another copy of this package (two versions in one program, or
   * one bundled and one not).
   */
  static isInstance<Kind extends PrattleError>(this: ErrorClass<Kind>, value: unknown): value is Kind {
    if (typeof value !== 'object' || value === null || !(KINDS in value)) return false;
    const kinds: unknown = value[KINDS];
    // biome-ignore lint/complexity/noThisInStatic: the class that was asked, which may be a subclass
    return Array.isArray(kinds) && kinds.includes(this.kind);
  }
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function kindsOf(errorClass: { readonly kind: string }): string[] {
  const kinds: string[] = [];
  for (let current: unknown = errorClass; typeof current === 'function' && 'kind' in current; current = Object.getPrototypeOf(current)) {
    if (typeof current.kind === 'string' && !kinds.includes(current.kind)) kinds.push(current.kind);
  }
  return kinds;
}

function hide(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true, writable: true });
}
