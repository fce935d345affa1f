import { defineComponent, h, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { addFigure, chapter, runChapter } from '../chapter/chapter.js';
import { bars } from './bars.js';
import { curve } from './curve.js';
import { heat } from './heat.js';
import { points } from './points.js';

const KINDS = { bars, curve, heat, points };

/** A figure of a chapter: drawn from what its code computes, while it runs in the page. */
export default defineComponent({
  props: {
    kind: { type: String, required: true },
    /** An expression over the names of the blocks above it. */
    of: { type: String, required: true },
    title: { type: String, required: true },
    x: String,
    y: String,
    log: Boolean,
  },
  setup(props) {
    const element = ref();
    const width = ref(640);
    const value = shallowRef();
    const problem = ref('');
    const cleanups = [];

    onMounted(() => {
      const sizes = new ResizeObserver(([entry]) => {
        width.value = Math.max(240, Math.floor(entry.contentRect.width));
      });
      sizes.observe(element.value);
      const remove = addFigure({
        element: element.value,
        of: props.of,
        show(known) {
          value.value = structuredClone(known); // the program may go on filling it
          problem.value = '';
        },
        fail(error) {
          problem.value = String(error);
        },
      });
      cleanups.push(remove, () => sizes.disconnect());
    });
    onBeforeUnmount(() => {
      for (const clean of cleanups) clean();
    });

    const content = () => {
      if (problem.value) return [h('p', { class: 'figure-problem' }, problem.value)];
      const drawn = value.value && KINDS[props.kind](value.value, { width: width.value, x: props.x, y: props.y, log: props.log });
      if (!drawn)
        return [
          h('button', { type: 'button', disabled: chapter.state === 'running', onClick: runChapter }, 'Run the chapter to draw this'),
        ];
      const { height, parts, legend } = drawn;
      return [
        h(
          'svg',
          { viewBox: `0 0 ${width.value} ${height}`, width: width.value, height, role: 'img', 'aria-label': props.title },
          parts.flat(),
        ),
        legend.length > 0
          ? h(
              'p',
              { class: 'legend' },
              legend.map((name, index) => h('span', { class: `tone-${index + 1}` }, name)),
            )
          : null,
      ];
    };
    return () => h('figure', { class: 'live-figure' }, [h('div', { ref: element }, content()), h('figcaption', props.title)]);
  },
});
