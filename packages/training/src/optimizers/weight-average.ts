import { type HostArray, type NamedTensors, type Parameter, type TensorRecord, TrainingError } from '@prattle/core';
import { averageStep, read, writeInto } from '@prattle/ops';
import { inputOf } from '../loop/inputs.js';
import { zerosLike } from './optimizer.js';

/** Before the names of parameters in a checkpoint whose model is their average. */
const RAW = 'raw.';

/**
 * An exponential moving average of the parameters, kept beside them on the device. At step t (from 0) the average keeps
 * min(decay, (1 + t) / (10 + t)), so that it forgets the start (TensorFlow's `num_updates`).
 */
export class WeightAverage {
  /** The averages by the names of their parameters; the parameters' own values while they are swapped. */
  readonly tensors: NamedTensors;
  readonly inputs: Readonly<Record<string, HostArray>>;
  readonly #parameters: readonly Parameter[];
  readonly #decay: number;
  readonly #hyper = new Float32Array(8);

  constructor(parameters: readonly Parameter[], decay: number) {
    this.#parameters = parameters;
    this.#decay = decay;
    this.tensors = new Map(parameters.map((parameter) => [parameter.name, zerosLike(parameter)]));
    this.inputs = { average: { values: this.#hyper, shape: [this.#hyper.length] } };
  }

  /** What a checkpoint has to hold beside the averages, which are its model: the parameters themselves. */
  get raw(): NamedTensors {
    return new Map(this.#parameters.map(({ name, value }) => [`${RAW}${name}`, value]));
  }

  /**
   * Goes on from a checkpoint, whose averages are in the model now.
   * @throws TrainingError when it was saved without averaging
   */
  async restore(saved: ReadonlyMap<string, HostArray>): Promise<void> {
    await this.start();
    for (const { name, value } of this.#parameters) {
      const raw = saved.get(`${RAW}${name}`);
      if (!raw) throw notAveraged();
      writeInto(value, raw.values);
    }
  }

  /** The average starts as the parameters are. */
  async start(): Promise<void> {
    for (const { name, value } of this.#parameters) {
      const average = this.tensors.get(name);
      if (average) writeInto(average, await read(value));
    }
  }

  prepare(step: number): void {
    const decay = Math.min(this.#decay, (1 + step) / (10 + step));
    this.#hyper.set([1 - decay, 0, 0, 0, 1]);
  }

  /** Part of the step that is being recorded: follows the updated parameters. */
  apply(inputs: TensorRecord): void {
    averageStep({
      averages: [...this.tensors.values()],
      values: this.#parameters.map(({ value }) => value),
      hyper: inputOf(inputs, 'average'),
    });
  }

  /** Puts the averages where the parameters are, and the other way round. Twice is as before, bit for bit. */
  async swap(): Promise<void> {
    for (const { name, value } of this.#parameters) {
      const average = this.tensors.get(name);
      if (!average) continue;
      const [parameterValues, averageValues] = [await read(value), await read(average)];
      writeInto(value, averageValues);
      writeInto(average, parameterValues);
    }
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) tensor.dispose();
  }
}

function notAveraged(): TrainingError {
  return new TrainingError({
    package: 'training',
    code: 'resume-mismatch',
    what: 'The checkpoint was trained without weight averaging',
    remedy: 'Resume with the settings that the run began with, or start a new run from it.',
  });
}
