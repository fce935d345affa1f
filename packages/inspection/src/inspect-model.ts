import type { Batch, Model } from '@prattle/core';
import { type ActivationDescription, describeActivation } from './activations/describe-activations.js';
import { type HiddenStates, hiddenStates } from './activations/hidden-states.js';
import { type ForwardRecord, recordForward } from './activations/observe.js';
import { type AttentionMap, attentionMap, isAttention } from './attention/attention-maps.js';
import { type GradientFlow, measureGradients } from './gradients/measure-gradients.js';
import { measureUpdates, type ParameterUpdate } from './gradients/measure-updates.js';
import { diagnose, type Health } from './health/diagnose.js';
import { describeParameters, type ParameterDescription } from './parameters/describe-parameters.js';
import { surprisals, type TokenSurprisal } from './prediction/surprisal.js';

export interface InspectOptions {
  /** Data to look at the model with; without any, only the parameters are described. */
  readonly batches?: readonly Batch[];
  /** Trains on one batch, as the run would: for how far steps move the parameters. They are put back. */
  readonly step?: (batch: Batch, index: number) => void;
  /** One sequence of tokens, for what a next-token model makes of it: surprisal, attention, hidden states. */
  readonly tokens?: Int32Array;
}

/** What a model looks like from inside. Plain JSON. */
export interface Inspection {
  readonly parameters: readonly ParameterDescription[];
  readonly gradients?: GradientFlow;
  readonly updates?: readonly ParameterUpdate[];
  readonly activations: readonly ActivationDescription[];
  readonly sequence?: SequenceInspection;
  readonly health: Health;
}

/** What a model makes of one sequence. */
export interface SequenceInspection {
  readonly surprisals: readonly TokenSurprisal[];
  readonly attention: readonly AttentionMap[];
  readonly hidden: readonly HiddenStates[];
}

/** Looks at a model from all sides that the options allow. It is left as it was. */
export async function inspectModel(model: Model, { batches = [], step, tokens }: InspectOptions = {}): Promise<Inspection> {
  const parameters = await describeParameters(model);
  const learns = parameters.some(({ trainable }) => trainable) && !model.fit;
  const gradients = learns && batches.length > 0 ? await measureGradients(model, batches) : undefined;
  const updates = learns && step && batches.length > 0 ? await measureUpdates(model, batches, step) : undefined;
  const [first] = batches;
  const record = first && (await recordForward(model, first.input));
  const activations = record ? describeAll(record) : [];
  const choices = record?.logits?.shape.at(-1);
  const sequence = tokens && tokens.length > 0 ? await inspectSequence(model, tokens) : undefined;
  return {
    parameters,
    ...(gradients ? { gradients } : {}),
    ...(updates ? { updates } : {}),
    activations,
    ...(sequence ? { sequence } : {}),
    health: diagnose({ task: model.task, parameters, activations, gradients, updates, choices }),
  };
}

function describeAll({ observations }: ForwardRecord): ActivationDescription[] {
  return observations.filter((observation) => !isAttention(observation)).map(describeActivation);
}

async function inspectSequence(model: Model, tokens: Int32Array): Promise<SequenceInspection> {
  const { observations, logits } = await recordForward(model, { values: tokens, shape: [1, tokens.length] });
  return {
    surprisals: logits && model.task === 'next-token' ? surprisals(tokens, logits) : [],
    attention: observations.filter(isAttention).map(attentionMap),
    hidden: observations.flatMap((observation) => hiddenStates(observation) ?? []),
  };
}
