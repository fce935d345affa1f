import { UsageError } from '@prattle/core';

/** A prompt's ids, checked against the vocabulary. @throws UsageError naming the sequence */
export function checkedPrompt(prompt: ArrayLike<number>, sequence: number, vocabularySize: number): number[] {
  const ids = Array.from(prompt);
  if (ids.length === 0) {
    throw new UsageError({
      package: 'sampling',
      code: 'empty-prompt',
      what: `The prompt of sequence ${sequence} is empty`,
      remedy: 'Start from at least one token, for instance the one that opens an item.',
    });
  }
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabularySize);
  if (wrong !== undefined) {
    throw new UsageError({
      package: 'sampling',
      code: 'bad-token',
      what: `The prompt of sequence ${sequence} holds the token id ${wrong}, but the model knows 0 to ${vocabularySize - 1}`,
      remedy: 'Encode the prompt with the tokenizer of the checkpoint.',
    });
  }
  return ids;
}
