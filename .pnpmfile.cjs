/**
 * Inside the workspace an import resolves to a package's TypeScript sources (the `source` condition), so that nothing
 * has to be built first. Published packages hold built files only, so their manifests lose that condition.
 */
function beforePacking(manifest) {
  for (const entry of Object.values(manifest.exports ?? {})) delete entry.source;
  return manifest;
}

module.exports = { hooks: { beforePacking } };
