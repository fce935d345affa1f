import { decodeText, encodeText, type Storage } from '@prattle/core';
import { resultAsMarkdown } from './render-markdown.js';
import type { Result } from './result.js';

const TITLE = `# Recorded experiments, run again

Every part was written by the command that stands in it, with \`--write docs/results/reproduce.md\`. Ours are rounded to
the decimals that were recorded before they are compared.`;

/** Puts a result into the page, in place of an earlier one of the same title. */
export async function writeResult(storage: Storage, path: string, title: string, result: Result): Promise<void> {
  const page = (await storage.exists(path)) ? decodeText(await storage.read(path)) : '';
  await storage.write(path, encodeText(withSection(page, title, resultAsMarkdown(title, result))));
}

/** @returns the page with the section in its place; sections keep the order in which they were first written */
export function withSection(page: string, title: string, section: string): string {
  const [begin, end] = [`<!-- begin ${title} -->`, `<!-- end ${title} -->`];
  const marked = `${begin}\n${section}\n${end}`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from >= 0 && to >= 0) return `${page.slice(0, from)}${marked}${page.slice(to + end.length)}`;
  return `${page.trim() === '' ? TITLE : page.trimEnd()}\n\n${marked}\n`;
}
