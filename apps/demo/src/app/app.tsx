import { useEffect, useMemo, useState } from 'preact/hooks';
import type { RunCard } from '../lab/protocol.js';
import { Problem } from '../parts/problem.js';
import { CarryView } from '../views/carry/carry-view.js';
import { ChatView } from '../views/chat/chat-view.js';
import { InsideView } from '../views/inside/inside-view.js';
import { RegressView } from '../views/regress/regress-view.js';
import { RunChoice } from '../views/train/run-choice.js';
import { TrainView } from '../views/train/train-view.js';
import { TrainingStore } from '../views/train/training-store.js';
import { WriteView } from '../views/write/write-view.js';
import type { Labs } from './labs.js';
import { Navigation } from './navigation.js';
import { useAnswer } from './use-answer.js';
import { useRoute } from './use-route.js';

const VIEWS = [
  { route: 'write', title: 'Write' },
  { route: 'train', title: 'Train' },
  { route: 'inside', title: 'Look inside' },
  { route: 'regress', title: 'Regress' },
  { route: 'chat', title: 'Chat' },
  { route: 'carry', title: 'Carry on' },
] as const;

/** The page: a view at a time; what trains goes on behind all of them. */
export function App({ labs }: { readonly labs: Labs }) {
  const wanted = useRoute();
  const route = VIEWS.find((view) => view.route === wanted)?.route ?? 'write';
  const training = useMemo(() => new TrainingStore(labs.trainer), [labs]);
  const catalogue = useAnswer(() => labs.reader.ask('catalogue', []), [labs]);
  const choice = useMemo(() => catalogue.value && new RunChoice(catalogue.value), [catalogue.value]);
  const [changes, setChanges] = useState(0);
  const library = useAnswer(() => labs.reader.ask('library', []), [labs, changes]);
  const runs: readonly RunCard[] = library.value ?? [];
  const refresh = () => setChanges((count) => count + 1);
  useEffect(() => training.onSaved(() => setChanges((count) => count + 1)), [training]);
  const title = VIEWS.find((view) => view.route === route)?.title ?? '';
  useEffect(() => {
    document.title = `${title} · Prattle`;
  }, [title]);
  const problem = catalogue.error ?? library.error;
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <Navigation views={VIEWS} current={route} training={training} />
      <main id="main" tabIndex={-1} aria-busy={catalogue.value === undefined}>
        {problem && <Problem text={problem} />}
        {route === 'write' && <WriteView lab={labs.reader} runs={runs} />}
        {route === 'train' && catalogue.value && choice && (
          <TrainView lab={labs.reader} catalogue={catalogue.value} choice={choice} training={training} />
        )}
        {route === 'inside' && catalogue.value && <InsideView lab={labs.reader} runs={runs} sampling={catalogue.value.sampling} />}
        {route === 'regress' && <RegressView lab={labs.reader} runs={runs} />}
        {route === 'chat' && <ChatView lab={labs.reader} runs={runs} />}
        {route === 'carry' && <CarryView lab={labs.reader} runs={runs} training={training} onChange={refresh} />}
      </main>
      <footer>
        Everything is computed in this tab. Your text, your models and your questions never leave this device: the page may not even connect
        to anything but its own files.
      </footer>
    </>
  );
}
