import { useData } from 'vitepress';
import { defineComponent, h, ref, watch } from 'vue';
import { runProgram } from './run-program.js';

const LABELS = { ready: 'Run this chapter here', running: 'Running …', done: 'Run again' };

/** A button above each chapter of the course: runs its code in the page. */
export default defineComponent({
  setup() {
    const { page } = useData();
    const state = ref('ready');
    watch(
      () => page.value.relativePath,
      () => {
        state.value = 'ready';
      },
    );

    async function run() {
      state.value = 'running';
      await new Promise((done) => setTimeout(done)); // let the button change first
      await runBlocks([...document.querySelectorAll('.vp-doc div.language-ts')]);
      state.value = 'done';
    }

    return () => {
      if (!page.value.relativePath.startsWith('course/')) return null;
      return h('div', { class: 'run-chapter' }, [
        h('button', { type: 'button', disabled: state.value === 'running', onClick: run }, LABELS[state.value]),
        h('span', 'Its code runs in this page, on this device; what it prints appears below each block.'),
      ]);
    };
  },
});

/** Runs blocks of code as one program, and puts what each of them prints below it. */
async function runBlocks(blocks) {
  const outputs = blocks.map(outputBelow);
  await runProgram(
    blocks.map((block) => block.querySelector('code').textContent),
    (piece, line) => {
      outputs[piece].textContent += `${line}\n`;
      outputs[piece].hidden = false;
    },
  );
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
