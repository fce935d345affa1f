import { type Exchange, exchanges, repeats, system } from './recorded.js';

/** The training text: the exchanges again and again. Its last tenth validates. */
export function trainingText(): string {
  const once = exchanges.map((exchange) => `${promptFor(exchange)}${exchange.answer}</assistant>\n<eot>\n`).join('');
  return once.repeat(repeats);
}

/** Everything up to where the answer begins. */
export function promptFor({ question }: Pick<Exchange, 'question'>): string {
  return `<system>${system}</system>\n<user>${question}</user>\n<assistant>`;
}

/** What the model has written after a prompt, up to the end of its message. */
export function answerIn(written: string, prompt: string): string {
  const [answer = ''] = written.slice(prompt.length).split('</assistant>');
  return answer;
}
