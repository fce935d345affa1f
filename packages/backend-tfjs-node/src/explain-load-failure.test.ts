import { expect, it } from 'vitest';
import { explainLoadFailure } from './explain-load-failure.js';

const NAME = '@tensorflow/tfjs-node';

it.each([
  [
    'libtensorflow.so.2: cannot open shared object file: No such file or directory',
    /library was not found/,
    /`npm rebuild @tensorflow\/tfjs-node`/,
  ],
  ['dlopen(tfjs_binding.node, 0x0001): Library not loaded: @rpath/libtensorflow.2.dylib', /library was not found/, /downloads/],
  ["/lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_2.29' not found (required by libtensorflow.so.2)", /another C library/, /glibc/],
  [
    'Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by tfjs_binding.node)',
    /another C library/,
    /Alpine/,
  ],
  ['tfjs_binding.node: invalid ELF header', /another system or processor/, /--build-addon-from-source/],
  ["tfjs_binding.node (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))", /another system/, /--build-addon/],
  ['tfjs_binding.node: undefined symbol: TFE_NewOp', /do not belong together/, /--build-addon-from-source/],
  [
    "Cannot find module '@tensorflow/tfjs'\nRequire stack:\n- index.js",
    /incompletely \(Cannot find module '@tensorflow\/tfjs'\)/,
    /Install it again/,
  ],
  ['Something new', /cannot be loaded \(Something new\)/, /another backend/],
])('%s', (message, reason, remedy) => {
  const explained = explainLoadFailure(NAME, new Error(message));
  expect(explained.reason).toMatch(reason);
  expect(explained.reason).not.toContain('\n');
  expect(explained.remedy).toMatch(remedy);
});
