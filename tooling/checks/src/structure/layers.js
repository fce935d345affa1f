/** The model side of the house: what a plugin may build on. */
const plugin = ['@prattle/core', '@prattle/ops', '@prattle/nn'];

/** Which workspace packages the sources of each package may import. An arrow that is not here is an import upwards. */
const arrows = new Map([
  ['@prattle/core', []],
  ['@prattle/ops', ['@prattle/core']],
  ['@prattle/nn', ['@prattle/core', '@prattle/ops']],
  ['@prattle/engine', ['@prattle/core', '@prattle/ops']],
  ['@prattle/models', plugin],
  ['@prattle/tokenizers', ['@prattle/core']],
  ['@prattle/datasets', ['@prattle/core']],
  ['@prattle/checkpoint', ['@prattle/core']],
  ['@prattle/onnx', ['@prattle/core', '@prattle/ops']],
  ['@prattle/training', ['@prattle/core', '@prattle/ops', '@prattle/checkpoint']],
  ['@prattle/sampling', ['@prattle/core', '@prattle/ops', '@prattle/checkpoint']],
  ['@prattle/runs', ['@prattle/core', '@prattle/ops', '@prattle/checkpoint', '@prattle/training', '@prattle/sampling']],
  ['@prattle/serve', ['@prattle/core', '@prattle/ops', '@prattle/datasets', '@prattle/sampling', '@prattle/runs']],
  ['@prattle/inspection', ['@prattle/core', '@prattle/ops', '@prattle/checkpoint']],
  ['@prattle/report', ['@prattle/core', '@prattle/inspection', '@prattle/runs']],
  [
    '@prattle/interchange',
    ['@prattle/core', '@prattle/ops', '@prattle/checkpoint', '@prattle/onnx', '@prattle/runs', '@prattle/tokenizers'],
  ],
  ['@prattle/testing', ['@prattle/core', '@prattle/ops', '@prattle/checkpoint']],
]);

/**
 * @param {import('../workspace/packages.js').WorkspacePackage} workspacePackage
 * @returns {readonly string[] | 'any'} the workspace packages that it may import
 */
export function allowedImports({ name, folder }) {
  if (folder.startsWith('apps/') || folder.startsWith('tooling/')) return 'any';
  if (name.startsWith('@prattle/backend-')) return ['@prattle/core', '@prattle/ops', '@prattle/engine'];
  // What the table doesn't know is a plugin: it needs no line here.
  return arrows.get(name) ?? plugin;
}

/**
 * @param {string} name of a package
 * @returns {boolean} whether it may import tfjs itself
 */
export function mayImportTfjs(name) {
  return name === '@prattle/ops' || name === '@prattle/engine' || name.startsWith('@prattle/backend-');
}
