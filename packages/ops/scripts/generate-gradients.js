/**
 * Writes dist/gradients.js: every stock tfjs gradient, as a list, ready to be registered on whichever tfjs-core is
 * loaded.
 *
 * Why: tfjs-core's Node entry is CommonJS and comes without gradients, and its gradient modules (extensionless imports
 * in a package that is not of type "module") do not load in Node. Here they are bundled, and each name that tfjs-core
 * exports publicly is taken from its public entry, so that no second engine, registry or environment comes along.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const core = '@tensorflow/tfjs-core';
const coreDist = join(dirname(require.resolve(`${core}/package.json`)), 'dist');
const entry = join(coreDist, 'register_all_gradients.js');

export const gradientsFile = fileURLToPath(new URL('../dist/gradients.js', import.meta.url));

/** Whether an import of this tfjs-core file is part of what is generated, rather than of tfjs-core's public face. */
const isGradient = (file) => file === entry || dirname(file) === join(coreDist, 'gradients');

async function exportsOf(build, file) {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    outdir: '.',
    metafile: true,
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs)[0].exports;
}

/** Names that are not public as such, and what is public in their place. */
const substitutes = {
  ENGINE: `import { engine } from '${core}'; export const ENGINE = /* @__PURE__ */ engine();`,
  getGlobalTensorClass: `import { Tensor } from '${core}'; export const getGlobalTensorClass = () => Tensor;`,
};

/** A stand-in for a file of tfjs-core: public names from the public entry, private ones from the file itself. */
async function standIn(build, file, publicNames) {
  const names = await exportsOf(build, file);
  const shared = names.filter((name) => publicNames.has(name));
  const substituted = names.filter((name) => name in substitutes);
  const own = names.filter((name) => !publicNames.has(name) && !(name in substitutes));
  return [
    shared.length > 0 ? `export { ${shared.join(', ')} } from '${core}';` : '',
    ...substituted.map((name) => substitutes[name]),
    own.length > 0 ? `export { ${own.join(', ')} } from ${JSON.stringify(`original:${file}`)};` : '',
  ].join('\n');
}

const onePublicCore = (build, publicNames) => ({
  name: 'one-public-core',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^original:/ }, ({ path }) => ({ path: path.slice('original:'.length), sideEffects: false }));
    onResolve({ filter: /^\./ }, ({ path, importer }) => {
      const file = `${resolve(dirname(importer), path)}.js`;
      return isGradient(file) ? { path: file, sideEffects: false } : { path: file, namespace: 'stand-in', sideEffects: false };
    });
    onLoad({ filter: /.*/, namespace: 'stand-in' }, async ({ path }) => ({
      contents: await standIn(build, path, publicNames),
      resolveDir: coreDist,
    }));
    onLoad({ filter: /register_all_gradients\.js$/ }, ({ path }) => {
      const [list, loop] = readFileSync(path, 'utf8').split(/^for \(const gradientConfig/m);
      if (loop === undefined)
        throw new Error(`[prattle/ops] ${path} looks different from tfjs-core 4.22. Adapt scripts/generate-gradients.js to it.`);
      return { contents: `${list}\nexport { gradConfigs as gradients };` };
    });
  },
});

export async function generateGradients() {
  const { build } = await import('esbuild');
  const publicNames = new Set(Object.keys(require(core)));
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    write: false,
    outfile: gradientsFile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    external: [core],
    plugins: [onePublicCore(build, publicNames)],
    metafile: true,
    legalComments: 'none',
    minifyWhitespace: true,
    banner: { js: '// Bundled from @tensorflow/tfjs-core (Apache-2.0, Copyright Google LLC) by scripts/generate-gradients.js.' },
    logLevel: 'warning',
  });
  const { inputs } = Object.values(metafile.outputs)[0];
  const state = /dist\/(engine|environment|global_util|kernel_registry|tensor)\.js$/;
  const copies = Object.keys(inputs).filter((file) => state.test(file) && !file.startsWith('stand-in:') && inputs[file].bytesInOutput > 0);
  if (copies.length > 0) {
    throw new Error(
      `[prattle/ops] The generated gradients carry a copy of ${copies.join(', ')}. Add a substitute to scripts/generate-gradients.js.`,
    );
  }
  mkdirSync(dirname(gradientsFile), { recursive: true });
  // Put in place at once: several test runs may start together.
  const unfinished = `${gradientsFile}.${process.pid}`;
  writeFileSync(unfinished, outputFiles[0].contents);
  renameSync(unfinished, gradientsFile);
}

/** Vitest's global set-up: tests run from the sources, also before anything has been built. */
export async function setup() {
  if (!existsSync(gradientsFile)) await generateGradients();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await generateGradients();
