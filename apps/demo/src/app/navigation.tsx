import type { TrainingStore } from '../views/train/training-store.js';
import { useStore } from './store.js';
import { ThemeButton } from './theme-button.js';

export interface NavigationProps {
  readonly views: readonly { readonly route: string; readonly title: string }[];
  readonly current: string;
  readonly training: TrainingStore;
}

/** The views, and how far the run is that trains meanwhile. */
export function Navigation({ views, current, training }: NavigationProps) {
  const { phase, step, steps } = useStore(training);
  const busy = phase === 'training' || phase === 'paused';
  return (
    <header>
      <a class="brand" href="#write">
        <img src="./icon.svg" alt="" width="24" height="24" /> Prattle
      </a>
      <nav aria-label="Views">
        {views.map(({ route, title }) => (
          <a key={route} href={`#${route}`} aria-current={route === current ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      {busy && (
        <a class="progress" href="#train" aria-label={`A run is ${phase}: step ${step} of ${steps}`}>
          <progress max={steps} value={step} /> {phase === 'paused' ? 'paused' : `${Math.round((100 * step) / Math.max(1, steps))} %`}
        </a>
      )}
      <ThemeButton />
    </header>
  );
}
