import type { Message } from '@prattle/datasets';
import { useState } from 'preact/hooks';
import type { Lab } from '../../lab/client.js';
import type { RunCard } from '../../lab/protocol.js';
import { Problem } from '../../parts/problem.js';
import { RunPicker } from '../../parts/run-picker.js';
import { useRun } from '../../parts/use-run.js';

/** What begins the dialogs that the model was trained on. */
const SYSTEM: Message = { role: 'system', content: 'You are helpful.' };
const SUGGESTIONS = ['hi', 'what is 2+2?', 'color of sky?', 'good night'];
/** Sure of itself: it knows a few dialogs by heart. */
const TEMPERATURE = 0.3;

export interface ChatViewProps {
  readonly lab: Lab;
  readonly runs: readonly RunCard[];
}

/** A dialog with the tiny dialog model. */
export function ChatView({ lab, runs }: ChatViewProps) {
  const speakers = runs.filter(({ chats }) => chats);
  const [run, choose] = useRun(speakers);
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<string>();
  const [error, setError] = useState<string>();
  const say = async (content: string) => {
    if (run === undefined || busy || content.trim() === '') return;
    const asked: readonly Message[] = [...messages, { role: 'user', content: content.trim() }];
    let reply = '';
    const show = () => setMessages([...asked, { role: 'assistant', content: reply }]);
    setBusy(true);
    setError(undefined);
    setText('');
    show();
    try {
      // It was shown single exchanges: with more before it, it would not know what to say.
      const { unknown } = await lab.ask('chat', [run, [SYSTEM, ...asked.slice(-1)], TEMPERATURE], (piece) => {
        reply += piece;
        show();
      });
      setNote(unknown.length > 0 ? `It has never seen ${unknown.join(' ')} and did not read it.` : undefined);
    } catch (problem) {
      setMessages(messages);
      setText(content);
      setError(problem instanceof Error ? problem.message : String(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="narrow">
      <h1>Chat</h1>
      <p>
        One attention head that knows eighty short exchanges by heart, and nothing of what was said before. It is as clever as that sounds.
      </p>
      {speakers.length > 1 && <RunPicker runs={speakers} run={run} onChange={choose} />}
      <ol class="dialog" aria-live="polite" aria-label="The dialog">
        {messages.map(({ role, content }, index) => (
          <li key={index} class={`said ${role}`}>
            <span class="hidden-label">{role === 'user' ? 'You: ' : 'Model: '}</span>
            {content || '…'}
          </li>
        ))}
      </ol>
      {error && <Problem text={error} />}
      {note && <p role="status">{note}</p>}
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void say(text);
        }}
      >
        <label class="field grow">
          Your message
          <input name="message" value={text} onInput={(event) => setText(event.currentTarget.value)} autocomplete="off" />
        </label>
        <button type="submit" class="primary" disabled={run === undefined || busy}>
          Say
        </button>
        <button type="button" disabled={busy || messages.length === 0} onClick={() => setMessages([])}>
          Begin anew
        </button>
      </form>
      <p class="row">
        {SUGGESTIONS.map((suggestion) => (
          <button key={suggestion} type="button" disabled={run === undefined || busy} onClick={() => say(suggestion)}>
            {suggestion}
          </button>
        ))}
      </p>
    </section>
  );
}
