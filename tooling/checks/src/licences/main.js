/** Writes docs/licences.md: whose code users install with our packages, and under which licence. `pnpm licences` */
import { writeFileSync } from 'node:fs';
import { pnpm } from '../run/pnpm.js';
import { publishedPackages } from '../workspace/packages.js';
import { fromRoot, root } from '../workspace/root.js';

// The suites bring vitest along, which nobody installs who only uses Prattle.
const used = publishedPackages().filter(({ name }) => name !== '@prattle/testing');
const filters = used.flatMap(({ name }) => ['--filter', name]);
const { code, stdout, output } = await pnpm([...filters, 'licenses', 'list', '--prod', '--json'], root);
if (code !== 0) throw new Error(`[prattle/checks] The licences could not be listed.\n${output}`);

/** @type {Record<string, { name: string, versions: string[] }[]>} */
const byLicence = JSON.parse(stdout);
const rows = Object.entries(byLicence)
  .flatMap(([licence, packages]) => packages.map((one) => ({ ...one, licence })))
  .filter(({ name }) => name !== 'prattle' && !name.startsWith('@prattle/'))
  .sort((a, b) => a.name.localeCompare(b.name))
  .map(({ name, versions, licence }) => `| [${name}](https://www.npmjs.com/package/${name}) | ${versions.join(', ')} | ${licence} |`);
writeFileSync(
  fromRoot('docs', 'licences.md'),
  `# Licences of dependencies

What comes along when Prattle's packages are installed (but for @prattle/testing, which brings vitest), optional packages included. Written by \`pnpm licences\`.

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}
`,
);
console.log(`docs/licences.md: ${rows.length} packages`);
