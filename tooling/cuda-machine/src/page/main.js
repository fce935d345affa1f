// Writes docs/results/cuda.md from what a run on a device brought back: node src/page/main.js [cuda.json]
// The JSON is kept beside the page.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pageFile, resultFile } from '../places.js';
import { renderPage } from './render.js';

const [file] = process.argv.slice(2);
if (file !== undefined) {
  if (JSON.parse(readFileSync(file, 'utf8')).emulated)
    throw new Error(`[prattle/cuda-machine] ${file} is of the emulated device. Give one of a GPU.`);
  copyFileSync(file, resultFile);
}
writeFileSync(pageFile, renderPage(existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : undefined));
console.log(pageFile);
