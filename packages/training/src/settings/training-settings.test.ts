import { findSetting } from '@prattle/core';
import { expect, it } from 'vitest';
import { trainingSettings } from './training-settings.js';

it.each([
  [
    'nanoGPT',
    {
      max_iters: 1,
      batch_size: 2,
      block_size: 3,
      learning_rate: 4,
      min_lr: 5,
      warmup_iters: 6,
      weight_decay: 7,
      grad_clip: 8,
      eval_interval: 9,
      eval_iters: 10,
    },
  ],
  [
    'Transformers',
    {
      max_steps: 1,
      per_device_train_batch_size: 2,
      context_length: 3,
      learning_rate: 4,
      min_lr: 5,
      warmup_steps: 6,
      weight_decay: 7,
      max_grad_norm: 8,
      eval_steps: 9,
      eval_iters: 10,
    },
  ],
])('knows the names of %s', (_, given) => {
  expect(trainingSettings.parse(given)).toMatchObject({
    steps: 1,
    batch: 2,
    context: 3,
    learningRate: 4,
    minLearningRate: 5,
    warmup: 6,
    weightDecay: 7,
    clip: 8,
    evalEvery: 9,
    evalBatches: 10,
  });
});

it.each([
  ['nanoGPT', ['gradient_accumulation_steps', 'lr_decay_iters', 'beta1', 'beta2', 'log_interval', 'seed']],
  ['makemore', ['max_steps', 'batch_size', 'learning_rate', 'weight_decay']],
  [
    'Transformers',
    [
      ...['num_train_epochs', 'gradient_accumulation_steps', 'lr_scheduler_type', 'warmup_ratio', 'label_smoothing_factor', 'optim'],
      ...['adam_beta1', 'adam_beta2', 'adam_epsilon', 'logging_steps', 'save_steps', 'eval_steps', 'auto_find_batch_size', 'seed'],
    ],
  ],
  ['litgpt and Lightning', ['micro_batch_size', 'max_epochs', 'accumulate_grad_batches', 'lr_warmup_steps', 'min_lr']],
])('has what %s calls %s', (_, names) => {
  expect(names.filter((name) => findSetting(trainingSettings, name) === undefined)).toEqual([]);
});

it('has the defaults of PyTorch for its optimiser', () => {
  expect(trainingSettings.parse({})).toMatchObject({
    optimizer: 'adamw',
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
    clip: 0,
  });
});

it('refuses what cannot be, naming it', () => {
  expect(() => trainingSettings.parse({ batch: 0 })).toThrow(/"batch" is 0/);
  expect(() => trainingSettings.parse({ schedule: 'cosin' })).toThrow(/"schedule".*constant.*cosine/);
  expect(() => trainingSettings.parse({ learningrat: 1 })).toThrow(/learningRate/);
});
