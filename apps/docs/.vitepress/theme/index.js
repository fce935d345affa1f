import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';
import RunChapter from './RunChapter.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'doc-before': () => h(RunChapter) }),
};
