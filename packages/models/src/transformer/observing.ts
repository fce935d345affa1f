import type { ForwardOptions } from '@prattle/core';

/** The options for a part of a model: what it reports is called `<part>.<name>`. */
export function observing<Options extends ForwardOptions>(options: Options, part: string): Options {
  const { observe } = options;
  return observe ? { ...options, observe: (name, value) => observe(`${part}.${name}`, value) } : options;
}
