import { type Backend, createRandom, type Registry } from '@prattle/core';
import { read, readSync } from '@prattle/ops';
import { buildModel, openBackend, optimizerOf, type RunSpec, scheduleOf } from '@prattle/runs';
import { countParameters, createTrainingStep, trainableParameters } from '@prattle/training';
import { summarise, type Times } from './measure.js';
import { type BenchData, randomBatches } from './random-batches.js';

/** Steps before the clock starts: the first records, the next ones warm the caches. */
const WARM_UP = 3;

/** Steps whose operations are measured one by one, after the timing. */
const PROFILED = 10;

/** What `prattle bench train --json` prints. */
export interface TrainBench {
  readonly backend: string;
  readonly device: string;
  readonly details: Backend['details'];
  readonly model: string;
  readonly preset: string | null;
  readonly parameters: number;
  readonly batch: number;
  /** Tokens in a row, and token ids; 0 where rows are the columns of a table. */
  readonly context: number;
  readonly vocabulary: number;
  readonly steps: number;
  readonly msPerStep: Times;
  /** Rows a second where they are not tokens. */
  readonly tokensPerSecond: number;
  readonly replayed: boolean;
  /** Why it was not replayed. */
  readonly reason?: string;
  readonly loss: number;
  /** Where the time of a step went, where the backend can tell; the rates are of multiplications and additions. */
  readonly profile?: {
    readonly peakGflops: number;
    /** The matrix products' rate as a share of that peak. */
    readonly productShareOfPeak: number | null;
    readonly operations: readonly { readonly name: string; readonly msPerStep: number; readonly gflops?: number }[];
  };
}

/**
 * Times whole training steps (forward, backward, update, the loss read back) on random data; drawing the batch is outside of
 * the clock.
 */
export async function benchTrain(
  registry: Registry,
  spec: RunSpec,
  { steps, ...sizes }: Pick<BenchData, 'vocabulary' | 'inputs' | 'outputs'> & { readonly steps: number },
): Promise<TrainBench> {
  const { training } = spec;
  const { task } = registry.get('model', spec.model.name);
  const { name, ...options } = spec.backend;
  const backend = await openBackend(registry, name, options);
  const random = createRandom('philox', training.seed);
  const data = randomBatches(task, { ...sizes, batch: training.batch, context: training.context ?? 64 }, random);
  const { vocabularySize, contextLength } = data.description;
  const model = buildModel(registry, spec, data.description, random);
  const { clip, clipValue, labelSmoothing, accumulate } = training;
  const optimizer = optimizerOf(training).create(trainableParameters(model), { clip, outputs: vocabularySize });
  const step = createTrainingStep({ model, backend, optimizer, clip, clipValue, labelSmoothing, accumulate, dropoutKey: [0, 0] });
  const drawAll = () => Array.from({ length: accumulate }, () => data.draw());
  const schedule = scheduleOf(training);
  const times: number[] = [];
  let loss = Number.NaN;
  try {
    for (let done = 0; done < steps + WARM_UP; done++) {
      const batches = drawAll();
      const started = performance.now();
      const [result] = step.run(batches, done, schedule.at(done));
      if (result) loss = (backend.capabilities.synchronousReads ? readSync(result) : await read(result))[0] ?? Number.NaN;
      if (done >= WARM_UP) times.push(performance.now() - started);
    }
    const msPerStep = summarise(times);
    const replayed = step.replayed;
    const profile = profileSteps(backend, (i) => {
      step.run(drawAll(), steps + WARM_UP + i, schedule.at(steps + WARM_UP + i));
    });
    return {
      backend: backend.name,
      device: backend.device,
      details: backend.details,
      model: spec.model.name,
      preset: spec.model.preset ?? null,
      parameters: countParameters(model),
      batch: training.batch,
      context: contextLength,
      vocabulary: vocabularySize,
      steps,
      msPerStep,
      tokensPerSecond: Math.round((1000 * training.batch * accumulate * Math.max(1, contextLength)) / msPerStep.median),
      replayed,
      ...(step.reason === undefined ? {} : { reason: step.reason }),
      loss,
      ...(profile ? { profile } : {}),
    };
  } finally {
    step.dispose();
    optimizer.dispose();
    model.dispose();
    backend.close();
  }
}

function profileSteps(backend: Backend, run: (index: number) => void): TrainBench['profile'] {
  const profile = backend.profile?.(() => {
    for (let i = 0; i < PROFILED; i++) run(i);
  });
  if (!profile) return undefined;
  const products = profile.operations.find(({ name }) => name === 'gemm');
  return {
    peakGflops: round(profile.peakGflops),
    productShareOfPeak: products?.gflops === undefined ? null : round(products.gflops / profile.peakGflops),
    operations: profile.operations.map(({ name, milliseconds, gflops }) => ({
      name,
      msPerStep: round(milliseconds / PROFILED),
      ...(gflops === undefined ? {} : { gflops: round(gflops) }),
    })),
  };
}

const round = (value: number): number => Number(value.toPrecision(4));
