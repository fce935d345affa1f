/** The models that come with the page, each with the command that trained it. */
export const pretrained = [
  {
    run: 'names-gru',
    command:
      'train names --model gru --preset micro --steps 4000 --batch 64 --learning-rate 5e-3 --schedule cosine --warmup 100 --eval-batches 0 --eval-every 500',
  },
  {
    run: 'names-transformer',
    command:
      'train names --model transformer --layers 3 --heads 4 --width 48 --dropout 0.1 --steps 5000 --batch 64 --learning-rate 3e-3 --schedule cosine --warmup 200 --eval-batches 0 --eval-every 500',
  },
  {
    run: 'chat',
    command:
      'train chat --preset dialogs --validation 0 --context 160 --batch 16 --steps 5000 --learning-rate 5e-3 --schedule cosine --warmup 100 --eval-every 500',
  },
  {
    run: 'scores-rlm',
    command:
      'train hyperparameter-scores --model rlm --preset lstm --rows 8000 --steps 4000 --batch 64 --schedule cosine --warmup 200 --eval-batches 0 --eval-every 500',
  },
];
