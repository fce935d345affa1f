import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';
import runButton from './chapter/run-button.js';
import liveFigure from './figures/live-figure.js';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'doc-before': () => h(runButton) }),
  enhanceApp: ({ app }) => app.component('LiveFigure', liveFigure),
};
