import { defineConfig } from 'vitepress';
import { apiSidebar } from '../scripts/api-sidebar.js';

const course = [
  ['01-language-models', 'What a language model is'],
  ['02-data', 'Data, characters and splits'],
  ['03-bigrams', 'Bigrams, counted and learnt'],
  ['04-mlp', 'More context: an MLP'],
  ['05-wavenet', 'Batch norm and WaveNet'],
  ['06-recurrent', 'RNN, GRU, LSTM'],
  ['07-backward', 'The backward pass, by hand'],
  ['08-attention', 'Attention'],
  ['09-transformer', 'The transformer block'],
  ['10-training', 'Training, tuning, curves'],
  ['11-regression-language-models', 'Aside: numbers from text'],
];

const guides = [
  ['data', 'Data'],
  ['tokenizers', 'Tokenizers'],
  ['models', 'Models'],
  ['training', 'Training'],
  ['sampling', 'Sampling'],
  ['evaluation', 'Evaluation'],
  ['inspection', 'Looking inside'],
  ['sweeps', 'Sweeps'],
  ['interchange', 'Import and export'],
  ['serve', 'Serving'],
  ['backends', 'Backends'],
  ['browser', 'In a browser'],
  ['cuda', 'CUDA'],
  ['plugins', 'Plugins'],
];

const page =
  (folder) =>
  ([file, text]) => ({ text, link: `/${folder}/${file}` });

const guidesSidebar = [
  { text: 'Guides', items: guides.map(page('guides')) },
  {
    text: 'Taking part',
    items: [
      { text: 'Contributing', link: '/contributing/' },
      ...['model', 'tokenizer', 'dataset', 'sampler', 'callback', 'backend'].map((kind) => ({
        text: `Adding a ${kind}`,
        link: `/contributing/${kind}`,
      })),
      { text: 'Kernels', link: '/contributing/kernels' },
      { text: 'Good first issues', link: '/contributing/good-first-issues' },
      { text: 'Releasing', link: '/contributing/releasing' },
    ],
  },
  { text: 'When something is wrong', items: [{ text: 'Troubleshooting', link: '/troubleshooting' }] },
];

export default defineConfig({
  title: 'Prattle',
  description: 'Train and sample small language models wherever TypeScript runs.',
  lang: 'en',
  base: process.env.PRATTLE_DOCS_BASE ?? '/',
  cleanUrls: true,
  lastUpdated: false,
  srcExclude: ['README.md'],
  // What chapters load is prepared before they run: found later, it would reload the page in the middle of one.
  vite: { optimizeDeps: { entries: ['.vitepress/theme/chapter/program.js'] } },
  markdown: { theme: { light: 'github-light', dark: 'github-dark' } },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start/' },
      { text: 'Course', link: '/course/01-language-models', activeMatch: '/course/' },
      { text: 'Guides', link: '/guides/data', activeMatch: '/guides/' },
      { text: 'Reference', link: '/reference/', activeMatch: '/reference/' },
      { text: 'Results', link: '/results/', activeMatch: '/results/' },
      { text: 'Design', link: '/design/', activeMatch: '/design/' },
    ],
    sidebar: {
      '/course/': [{ text: 'From counting letters to a transformer', items: course.map(page('course')) }],
      '/guides/': guidesSidebar,
      '/contributing/': guidesSidebar,
      '/start/': [
        {
          text: 'Start',
          items: [
            { text: 'Two commands', link: '/start/' },
            { text: 'Your own text', link: '/start/your-own-text' },
            { text: 'As a library', link: '/start/library' },
          ],
        },
        {
          text: 'Go on',
          items: [
            { text: 'The course', link: '/course/01-language-models' },
            { text: 'Guides', link: '/guides/data' },
            { text: 'Troubleshooting', link: '/troubleshooting' },
          ],
        },
      ],
      '/reference/': [
        {
          text: 'Reference',
          items: [
            { text: 'Overview', link: '/reference/' },
            { text: 'Commands', link: '/reference/commands' },
            { text: 'Models and their settings', link: '/reference/models' },
            { text: 'Settings of a run', link: '/reference/settings' },
            { text: 'Checkpoint format', link: '/reference/checkpoint' },
            { text: 'Events of a run', link: '/reference/events' },
            { text: 'Errors', link: '/reference/errors' },
          ],
        },
        { text: 'API', items: apiSidebar() },
      ],
      '/design/': [
        {
          text: 'Design',
          items: [
            { text: 'Architecture', link: '/design/' },
            { text: 'Kernels', link: '/design/kernels' },
            { text: 'Numerics', link: '/design/numerics' },
            { text: 'Decisions', link: '/design/decisions' },
          ],
        },
      ],
    },
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    footer: { message: 'MIT licence. Everything here is built and run by the test command.' },
  },
});
