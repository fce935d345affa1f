/**
 * Inside the workspace an import resolves to a package's TypeScript sources (the `source` condition), so that nothing
 * has to be built first. Published packages hold built files only, so their manifests lose that condition. In a workflow on
 * GitHub they learn where they come from, which npm compares with the provenance.
 */
function beforePacking(manifest) {
  for (const entry of Object.values(manifest.exports ?? {})) delete entry.source;
  const { GITHUB_REPOSITORY } = process.env;
  if (GITHUB_REPOSITORY) manifest.repository = { type: 'git', url: `git+https://github.com/${GITHUB_REPOSITORY}.git` };
  return manifest;
}

module.exports = { hooks: { beforePacking } };
