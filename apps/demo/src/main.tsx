import './app/style.css';
import 'uplot/dist/uPlot.min.css';
import { render } from 'preact';
import { App } from './app/app.js';
import { Labs } from './app/labs.js';
import { registerOffline } from './offline/register.js';

const place = document.getElementById('app');
if (place) render(<App labs={new Labs()} />, place);
registerOffline();
