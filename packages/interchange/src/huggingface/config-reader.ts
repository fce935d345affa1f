import { unreadable } from '../errors.js';

/** Reads a `config.json`, complaining about what is not as it should be. */
export class ConfigReader {
  constructor(
    readonly content: Readonly<Record<string, unknown>>,
    private readonly file: string,
  ) {}

  /** A whole number of at least 1. */
  count(name: string): number;
  count<Otherwise>(name: string, otherwise: Otherwise): number | Otherwise;
  count(name: string, otherwise?: unknown): unknown {
    const value = this.content[name];
    if ((value === undefined || value === null) && otherwise !== undefined) return otherwise;
    if (Number.isSafeInteger(value) && Number(value) >= 1) return value;
    throw this.wrong(name, 'a whole number of at least 1');
  }

  number(name: string, otherwise: number): number {
    const value = this.content[name];
    if (value === undefined || value === null) return otherwise;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.wrong(name, 'a number');
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.content[name];
    if (value === undefined || value === null) return otherwise;
    if (typeof value === 'boolean') return value;
    throw this.wrong(name, 'true or false');
  }

  text(name: string, otherwise: string): string {
    const value = this.content[name];
    if (value === undefined || value === null) return otherwise;
    if (typeof value === 'string') return value;
    throw this.wrong(name, 'a text');
  }

  /** An object within; an empty one where there is none. */
  part(name: string): ConfigReader {
    const value = this.content[name] ?? {};
    if (typeof value === 'object' && !Array.isArray(value)) return new ConfigReader(value as Record<string, unknown>, this.file);
    throw this.wrong(name, 'an object');
  }

  private wrong(name: string, wanted: string) {
    const value = JSON.stringify(this.content[name])?.slice(0, 40) ?? 'missing';
    return unreadable(
      `"${name}" in ${this.file} is ${value}, and should be ${wanted}`,
      'Correct the file, or take the model from where it was made.',
    );
  }
}
