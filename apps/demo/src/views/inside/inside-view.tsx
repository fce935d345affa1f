import type { SettingRow } from '@prattle/core';
import { useState } from 'preact/hooks';
import { useAnswer } from '../../app/use-answer.js';
import type { Lab } from '../../lab/client.js';
import type { RunCard } from '../../lab/protocol.js';
import { Problem } from '../../parts/problem.js';
import { RunPicker } from '../../parts/run-picker.js';
import { useRun } from '../../parts/use-run.js';
import { AttentionPanel } from './attention-panel.js';
import { EmbeddingPanel } from './embedding-panel.js';
import { FamiliesPanel } from './families-panel.js';
import { HiddenPanel } from './hidden-panel.js';
import { NextTokenPanel } from './next-token-panel.js';
import { SurprisePanel } from './surprise-panel.js';
import { WeightsPanel } from './weights-panel.js';

const PANELS = ['Next token', 'Attention', 'Hidden state', 'Surprise', 'Embedding', 'Weights', 'Families'] as const;
type Panel = (typeof PANELS)[number];

/** Milliseconds that typing has to rest before the model is asked. */
const REST = 80;

export interface InsideViewProps {
  readonly lab: Lab;
  readonly runs: readonly RunCard[];
  readonly sampling: readonly SettingRow[];
}

/** What a model makes of a text. */
export function InsideView({ lab, runs, sampling }: InsideViewProps) {
  const writers = runs.filter(({ task }) => task === 'next-token');
  const [run, choose] = useRun(writers);
  const [text, setText] = useState('marian');
  const [panel, setPanel] = useState<Panel>('Next token');
  const inside = useAnswer(() => (run === undefined ? undefined : lab.ask('lookInside', [run, text])), [lab, run, text], REST);
  if (run === undefined) return <p role="status">Loading the models …</p>;
  const view = inside.value;
  return (
    <section>
      <h1>Look inside</h1>
      <div class="row">
        <RunPicker runs={writers} run={run} onChange={choose} />
        <label class="field grow">
          Your text
          <input name="text" value={text} onInput={(event) => setText(event.currentTarget.value)} autocomplete="off" />
        </label>
      </div>
      <fieldset class="plain tabs">
        <legend class="hidden-label">What to look at</legend>
        {PANELS.map((name) => (
          <button key={name} type="button" aria-pressed={name === panel} onClick={() => setPanel(name)}>
            {name}
          </button>
        ))}
      </fieldset>
      {inside.error && panel !== 'Next token' && <Problem text={inside.error} />}
      {panel === 'Next token' && <NextTokenPanel lab={lab} run={run} text={text} sampling={sampling} />}
      {panel === 'Attention' && view && <AttentionPanel tokens={view.tokens} maps={view.attention} />}
      {panel === 'Hidden state' && view && <HiddenPanel tokens={view.tokens} layers={view.hidden} />}
      {panel === 'Surprise' && view && <SurprisePanel tokens={view.tokens} surprisals={view.surprisals} />}
      {panel === 'Embedding' && <EmbeddingPanel lab={lab} run={run} />}
      {panel === 'Weights' && view && <WeightsPanel lab={lab} run={run} text={text} view={view} />}
      {panel === 'Families' && <FamiliesPanel lab={lab} runs={writers.filter(({ chats }) => !chats)} prompt={text} />}
    </section>
  );
}
