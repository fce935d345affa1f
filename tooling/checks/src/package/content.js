/** Files that a published package has no use for. */
const strays = /\.test\.[cm]?[jt]s|^dist\/test\/|\.tsbuildinfo$|(^|\/)(reports|coverage|\.turbo|node_modules)\//;

/** Files that every package has. */
const required = ['package.json', 'README.md', 'LICENSE'];

/**
 * @param {readonly string[]} files paths in the tarball, relative to the package
 * @returns {string[]} what is there and shouldn't be, and the reverse
 */
export function contentFindings(files) {
  return [
    ...files.filter((path) => strays.test(path)).map((path) => `contents: ${path} does not belong in the package`),
    ...required.filter((path) => !files.includes(path)).map((path) => `contents: ${path} is missing`),
  ];
}
