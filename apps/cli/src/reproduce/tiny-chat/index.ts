import { type TrainRun, writeTexts } from '@prattle/runs';
import { type Evaluation, evaluate } from '@prattle/training';
import { withDataFile } from '../data-file.js';
import type { Experiment, ExperimentContext, Outcome } from '../experiment.js';
import { type TrainedCase, trainCase } from '../train-case.js';
import { accuracy, epochs, exchanges, source, stepsPerEpoch, targets, training } from './recorded.js';
import { answerIn, promptFor, trainingText } from './text.js';

/** Longer than any answer. */
const ANSWER_TOKENS = 60;

/** The Ruby chat model: three exchanges by heart. */
export const experiment: Experiment = {
  name: 'tiny-chat',
  summary: 'One attention head learns three exchanges by heart, with warm-up, plateaus and patience in epochs',
  source,
  cases: [{ name: 'dialogs', summary: '400 epochs of 200 windows, ended early when nothing gets better' }],
  run,
};

/** What the trained model says of the validation text, and to each question. */
interface Examined {
  readonly validation: Evaluation | undefined;
  readonly answers: readonly string[];
}

async function run(_cases: readonly string[], context: ExperimentContext): Promise<Outcome> {
  const trained = await withDataFile(context.storage, 'dialogs.txt', trainingText(), (path) =>
    trainCase(
      context,
      {
        dataset: { name: 'text', paths: [path], settings: { validation: 0.1 } },
        model: { name: 'tiny-chat', settings: { width: 64 } },
        training: {
          ...training,
          steps: context.steps ?? epochs * stepsPerEpoch,
          evalEvery: stepsPerEpoch,
          evalBatches: 0,
          logEvery: stepsPerEpoch,
        },
      },
      examine,
    ),
  );
  return { device: trained.device, blocks: blocksOf(trained) };
}

async function examine({ model, backend, dataset, tokenizer }: TrainRun): Promise<Examined> {
  const { batch, context } = training;
  const validation = await evaluate({ model, backend, batches: dataset.sweep('validation', { batch, context }) });
  const answers: string[] = [];
  for (const exchange of exchanges) {
    const prompt = promptFor(exchange);
    const [written = ''] = tokenizer ? await writeTexts(model, tokenizer, { prompt, tokens: ANSWER_TOKENS, temperature: 0, seed: 1 }) : [];
    answers.push(answerIn(written, prompt));
  }
  return { validation, answers };
}

function blocksOf({ kept, evaluations, seconds, parameters }: TrainedCase<Examined>): Outcome['blocks'] {
  const { validation, answers } = kept;
  const exact = exchanges.filter(({ answer }, index) => answers[index] === answer).length;
  const last = evaluations.at(-1);
  return [
    {
      type: 'comparisons',
      title: 'Learnt by heart',
      comparisons: [
        { what: 'characters of the validation text', ours: validation?.targets ?? Number.NaN, recorded: targets, decimals: 0, within: 0 },
        { what: 'validation accuracy', ours: validation?.accuracy ?? Number.NaN, recorded: accuracy, decimals: 3, within: 0.005 },
        { what: `answers that are exact, of ${exchanges.length}`, ours: exact, recorded: exchanges.length, decimals: 0, within: 0 },
      ],
    },
    {
      type: 'table',
      title: 'Answers, always the likeliest character',
      header: ['question', 'answer', 'to be'],
      // Quoted, so that an answer with a line break in it stays in its cell.
      rows: exchanges.map(({ question, answer }, index) => [question, JSON.stringify(answers[index] ?? ''), JSON.stringify(answer)]),
    },
    {
      type: 'note',
      text: [
        `${parameters} parameters, ${Math.round((last?.step ?? 0) / stepsPerEpoch)} epochs in ${Math.round(seconds)} s,`,
        `validation loss ${last?.losses.validation?.toFixed(4) ?? 'unknown'}.`,
        'The validation text is more of the same three exchanges: this is learning by heart, and its accuracy says nothing about anything else.',
      ].join(' '),
    },
  ];
}
