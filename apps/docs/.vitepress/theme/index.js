import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';
import runChapter from './run-chapter.js';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'doc-before': () => h(runChapter) }),
};
