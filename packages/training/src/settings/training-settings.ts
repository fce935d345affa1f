import { boolean, type ConfigValues, choice, defineConfig, integer, number } from '@prattle/core';

/**
 * Every setting of a training run that does not belong to the model, the data or the backend, with the names that nanoGPT,
 * makemore and Transformers have for it. Defaults are PyTorch's where it has one.
 */
export const trainingSettings = defineConfig({
  steps: integer({
    default: 5000,
    min: 0,
    describe: 'Updates of the whole run',
    aliases: ['max_iters', 'max_steps'],
  }),
  batch: integer({
    default: 16,
    min: 1,
    describe: 'Sequences in a batch',
    aliases: ['batch_size', 'per_device_train_batch_size'],
  }),
  context: integer({
    default: null,
    min: 1,
    unit: 'tokens',
    describe: 'Length of a sequence; by default what suits the data',
    aliases: ['block_size', 'context_length', 'sequence_length'],
  }),
  optimizer: choice(['adamw', 'adam', 'sgd'], {
    default: 'adamw',
    describe: 'How parameters follow their gradients',
    aliases: ['optim'],
  }),
  learningRate: number({
    default: 1e-3,
    min: 0,
    describe: 'Size of an update',
    aliases: ['learning_rate', 'lr'],
  }),
  schedule: choice(['constant', 'cosine'], {
    default: 'constant',
    describe: 'Learning rate after the warm-up',
    aliases: ['lr_scheduler_type'],
  }),
  minLearningRate: number({
    default: 1e-4,
    min: 0,
    describe: 'Where the cosine schedule and the reductions on a plateau end',
    aliases: ['min_lr'],
  }),
  warmup: integer({
    default: 0,
    min: 0,
    unit: 'steps',
    describe: 'Steps over which the learning rate rises to its full size',
    aliases: ['warmup_iters', 'warmup_steps'],
  }),
  plateauPatience: integer({
    default: 0,
    min: 0,
    unit: 'evaluations',
    describe: 'Evaluations without a better one before the learning rate is lowered; 0: it is not',
  }),
  plateauFactor: number({
    default: 0.5,
    min: 0.001,
    max: 0.999,
    describe: 'What the learning rate is multiplied by on a plateau',
  }),
  patience: integer({
    default: 0,
    min: 0,
    unit: 'evaluations',
    describe: 'Evaluations without a better one before the run ends; 0: it does not',
    aliases: ['early_stopping_patience'],
  }),
  beta1: number({
    default: 0.9,
    min: 0,
    max: 1,
    describe: "Adam's memory of gradients",
    aliases: ['adam_beta1'],
  }),
  beta2: number({
    default: 0.999,
    min: 0,
    max: 1,
    describe: "Adam's memory of squared gradients",
    aliases: ['adam_beta2'],
  }),
  epsilon: number({
    default: 1e-8,
    min: 0,
    describe: "Keeps Adam's division finite",
    aliases: ['adam_epsilon', 'eps'],
  }),
  momentum: number({
    default: 0,
    min: 0,
    max: 1,
    describe: 'Share of the last update that SGD keeps',
  }),
  weightDecay: number({
    default: 0.01,
    min: 0,
    describe: 'Pull of the parameters towards 0',
    aliases: ['weight_decay'],
  }),
  decayMatricesOnly: boolean({
    default: false,
    describe: 'Weight decay on matrices and embeddings only, not on biases and norms, as in nanoGPT',
  }),
  clip: number({
    default: 0,
    min: 0,
    describe: 'Largest norm of the gradients; 0: no clipping',
    aliases: ['grad_clip', 'max_grad_norm'],
  }),
  evalEvery: integer({
    default: 250,
    min: 0,
    unit: 'steps',
    describe: 'Steps between evaluations; 0: only at the end',
    aliases: ['eval_interval', 'eval_steps'],
  }),
  evalBatches: integer({
    default: 20,
    min: 0,
    describe: 'Random batches of each split in an evaluation; 0: the whole split',
    aliases: ['eval_iters'],
  }),
  checkpointEvery: integer({
    default: 0,
    min: 0,
    unit: 'steps',
    describe: 'Steps between checkpoints that are kept; 0: only the best and the last',
    aliases: ['save_steps'],
  }),
  checkpointSeconds: integer({
    default: 60,
    min: 1,
    unit: 's',
    describe: 'Longest time without saving the last checkpoint',
  }),
  sampleEvery: integer({
    default: 0,
    min: 0,
    unit: 'steps',
    describe: 'Steps between samples on the way; 0: none',
  }),
  logEvery: integer({
    default: 1,
    min: 1,
    unit: 'steps',
    describe: 'Steps between reports of the loss',
    aliases: ['log_interval', 'logging_steps'],
  }),
  maxSeconds: number({
    default: 0,
    min: 0,
    unit: 's',
    describe: 'Ends the run, saved, after this time; 0: no limit',
  }),
  seed: integer({
    default: 1,
    min: 0,
    describe: 'Everything random follows from it',
  }),
  random: choice(['philox', 'torch'], {
    default: 'philox',
    describe: 'Generator: the same on every backend, or as PyTorch on a CPU',
  }),
});

/** The values of `trainingSettings`. */
export type TrainingSettings = ConfigValues<typeof trainingSettings>;
