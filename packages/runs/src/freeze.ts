import { ConfigError, type Model, nameRemedy } from '@prattle/core';

/**
 * Keeps parameters as they are.
 *
 * @param patterns whole names of parameters, or of all of a packed parameter's parts; `*` stands for anything
 * @throws ConfigError for a pattern that fits none
 */
export function freeze(model: Model, patterns: readonly string[]): void {
  const parameters = [...model.parameters.values()];
  for (const pattern of patterns) {
    const expression = new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`);
    const frozen = parameters.filter(({ name, parts }) => expression.test(name) || parts?.every((part) => expression.test(part.name)));
    if (frozen.length === 0) {
      const names = parameters.map(({ name }) => name);
      const what = `"freeze" is "${pattern}", and no parameter is called so`;
      throw new ConfigError({ package: 'runs', code: 'bad-value', what, remedy: nameRemedy(pattern, names) });
    }
    for (const parameter of frozen) parameter.trainable = false;
  }
}

/** A text as an expression that fits it alone. */
function literal(text: string): string {
  return text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
}
