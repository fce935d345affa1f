import { reactive } from 'vue';
import { runProgram } from './program.js';

/** Milliseconds between two drawings of a figure whose data is still growing. */
const REDRAW = 150;

/** The chapter that is shown: `ready` to run, `running`, or `done`. */
export const chapter = reactive({ state: 'ready' });

/** @typedef {{ element: Element, of: string, show(value: unknown): void, fail(error: unknown): void }} Figure */

/** @type {Set<Figure>} the figures of the page */
const figures = new Set();

/** @param {Figure} figure @returns {() => void} takes it away again */
export function addFigure(figure) {
  figures.add(figure);
  return () => figures.delete(figure);
}

/** Runs the code of the page as one program; what it prints appears below each block, what it computes in the figures. */
export async function runChapter() {
  if (chapter.state === 'running') return;
  chapter.state = 'running';
  await new Promise((done) => setTimeout(done)); // let the button change first
  const blocks = [...document.querySelectorAll('.vp-doc div.language-ts')];
  const outputs = blocks.map(outputBelow);
  const drawn = [...figures];
  /** @type {Map<Figure, () => Promise<unknown>>} */
  const growing = new Map();
  const draw = (figure, value, failed = () => {}) =>
    value()
      .then((known) => figure.show(known))
      .catch(failed);
  const clock = setInterval(() => {
    for (const [figure, value] of growing) draw(figure, value); // an error now: the data is not complete yet
  }, REDRAW);
  await runProgram(
    blocks.map((block) => block.querySelector('code').textContent),
    drawn.map(({ element, of }) => ({ of, after: blocks.findLastIndex((block) => isBefore(block, element)) })),
    {
      print(piece, line) {
        outputs[piece].textContent += `${line}\n`;
        outputs[piece].hidden = false;
      },
      grow: (index, value) => growing.set(drawn[index], value),
      async finish(index, value) {
        growing.delete(drawn[index]);
        await draw(drawn[index], value, (error) => drawn[index].fail(error));
      },
    },
  );
  clearInterval(clock);
  chapter.state = 'done';
}

function isBefore(block, element) {
  return Boolean(block.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
}

function outputBelow(block) {
  let output = block.nextElementSibling;
  if (!output?.classList.contains('chapter-output')) {
    output = document.createElement('pre');
    output.className = 'chapter-output';
    output.setAttribute('aria-live', 'polite');
    block.after(output);
  }
  output.textContent = '';
  output.hidden = true;
  return output;
}
