import { createRandom, type Model, type Registry, UsageError } from '@prattle/core';
import { buildModel, openBackend, type RunSpec } from '@prattle/runs';
import { generate, windowDecoder } from '@prattle/sampling';
import { countParameters } from '@prattle/training';

/** What `prattle bench sample --json` prints. */
export interface SampleBench {
  readonly backend: string;
  readonly device: string;
  readonly model: string;
  readonly preset: string | null;
  readonly parameters: number;
  readonly context: number;
  readonly tokens: number;
  /** With the family's own decoder: a cache or a hidden state. */
  readonly tokensPerSecond: number;
  /** Running the model again over the whole context for every token. */
  readonly tokensPerSecondFullContext: number;
  readonly speedup: number;
}

/**
 * Times writing one token after another, cached and by running the full context again.
 *
 * @throws UsageError for a model that writes nothing
 */
export async function benchSample(
  registry: Registry,
  spec: RunSpec,
  { tokens, vocabulary }: { tokens: number; vocabulary: number },
): Promise<SampleBench> {
  const { task } = registry.get('model', spec.model.name);
  if (task !== 'next-token') {
    throw new UsageError({
      package: 'cli',
      code: 'usage',
      what: `The model ${spec.model.name} does ${task} and writes no tokens`,
      remedy: 'Time it with `prattle bench train`, or choose a model that writes.',
    });
  }
  const context = spec.training.context ?? 64;
  const { name, ...options } = spec.backend;
  const backend = await openBackend(registry, name, options);
  const model = buildModel(
    registry,
    spec,
    { vocabularySize: vocabulary, contextLength: context },
    createRandom('philox', spec.training.seed),
  );
  try {
    // Within the context, where a cache helps; beyond it every family recomputes its window.
    const count = Math.min(tokens, context - 1);
    const rounds = Math.max(1, Math.round(tokens / count));
    const uncached: Model = { ...model, decoder: (slots) => windowDecoder(model, slots) };
    const cached = await tokensPerSecond(model, count, rounds);
    const full = await tokensPerSecond(uncached, count, rounds);
    return {
      backend: backend.name,
      device: backend.device,
      model: spec.model.name,
      preset: spec.model.preset ?? null,
      parameters: countParameters(model),
      context,
      tokens: count * rounds,
      tokensPerSecond: Math.round(cached),
      tokensPerSecondFullContext: Math.round(full),
      speedup: Number((cached / full).toFixed(2)),
    };
  } finally {
    model.dispose();
    backend.close();
  }
}

async function tokensPerSecond(model: Model, tokens: number, rounds: number): Promise<number> {
  await writeOnce(model, tokens);
  const started = performance.now();
  for (let round = 0; round < rounds; round++) await writeOnce(model, tokens);
  return (1000 * tokens * rounds) / (performance.now() - started);
}

async function writeOnce(model: Model, tokens: number): Promise<void> {
  const sequences = [{ prompt: [0], random: createRandom('philox', 1) }];
  for await (const _ of generate(model, { sequences, tokens })) {
    // Only the time counts.
  }
}
