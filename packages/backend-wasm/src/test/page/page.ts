import type { Answer, Question } from './trainer.js';

declare global {
  interface Window {
    ask(question: Question): Promise<Answer>;
  }
}

/** Asks a worker of its own, as an application does; it starts the engine's threads as workers inside the worker. */
window.ask = (question) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./trainer.ts', import.meta.url), { type: 'module' });
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.postMessage(question);
  });
