import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { site } from './pages.js';

/** A page for the entry of every package, from the comments in its sources. */
export function writeApi() {
  const raw = join(site, '.generated/api');
  const target = join(site, 'reference/api');
  rmSync(raw, { recursive: true, force: true });
  rmSync(target, { recursive: true, force: true });
  execFileSync(process.execPath, [join(site, 'node_modules/typedoc/bin/typedoc')], { cwd: site, stdio: ['ignore', 'ignore', 'inherit'] });
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(raw)) {
    if (name.includes('.')) continue;
    const text = readFileSync(join(raw, name, 'src.md'), 'utf8')
      .replace(/^# .*$/m, `# @prattle/${name}`)
      .replaceAll(/\(\.\.\/([\w-]+)\/src\.md/g, '(./$1.md')
      .replaceAll('](src.md', '](');
    writeFileSync(join(target, `${name}.md`), text);
  }
}
