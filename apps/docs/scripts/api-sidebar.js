import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../reference/api/', import.meta.url));

/** A line for each package whose API has been generated. */
export function apiSidebar() {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((file) => file.replace(/\.md$/, ''))
    .map((name) => ({ text: `@prattle/${name}`, link: `/reference/api/${name}` }));
}
