import { useData } from 'vitepress';
import { defineComponent, h, watch } from 'vue';
import { chapter, runChapter } from './chapter.js';

const LABELS = { ready: 'Run this chapter here', running: 'Running …', done: 'Run again' };

/** A button above each chapter of the course: runs its code in the page. */
export default defineComponent({
  setup() {
    const { page } = useData();
    watch(
      () => page.value.relativePath,
      () => {
        chapter.state = 'ready';
      },
    );
    return () => {
      if (!page.value.relativePath.startsWith('course/')) return null;
      return h('div', { class: 'run-chapter' }, [
        h('button', { type: 'button', disabled: chapter.state === 'running', onClick: runChapter }, LABELS[chapter.state]),
        h('span', 'Its code runs in this page, on this device: what it prints appears below each block, and the figures are drawn.'),
      ]);
    };
  },
});
