export type { EvaluateOptions, Evaluation } from './evaluation/evaluate.js';
export { evaluate } from './evaluation/evaluate.js';
export type { Measurement, MeasureOptions } from './evaluation/evaluator.js';
export { type RegressionMetrics, regressionMetrics } from './evaluation/regression-metrics.js';
export type {
  CheckpointKind,
  CheckpointPlan,
  EvaluationPlan,
  EvaluationSplit,
  ResumeFrom,
  SamplePlan,
  TrainingSnapshot,
  TrainOptions,
} from './loop/options.js';
export type { PatiencePlan, PatienceState } from './loop/patience.js';
export { train } from './loop/train.js';
export { createTrainingStep, type TrainingStep, type TrainingStepOptions } from './loop/training-step.js';
export { type FixedMemory, fixedMemory, stepMemory } from './memory/model-memory.js';
export type { MetricsFile, MetricsFileOptions } from './metrics/metrics-file.js';
export { createMetricsFile } from './metrics/metrics-file.js';
export type { AdamOptions } from './optimizers/adam.js';
export { adam, adamw } from './optimizers/adam.js';
export { type MuonOptions, muon } from './optimizers/muon.js';
export type { Optimizer, OptimizerContext, OptimizerPlan, UpdateSettings } from './optimizers/optimizer.js';
export { countParameters, trainableParameters } from './optimizers/parameters.js';
export type { SgdOptions } from './optimizers/sgd.js';
export { sgd } from './optimizers/sgd.js';
export { default } from './plugin.js';
export type { DecayOptions, OneCycleOptions, Schedule, Stage } from './schedules/schedule.js';
export { constant, cosine, inTurn, linear, oneCycle, withWarmup } from './schedules/schedule.js';
export type { TrainingSettings } from './settings/training-settings.js';
export { trainingSettings } from './settings/training-settings.js';
export type { SplitLosses, TrainingState } from './state/training-state.js';
export { readTrainingState } from './state/training-state.js';
