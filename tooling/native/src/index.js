// C++ builds: a compiler is found, what has changed is compiled, and packed for those who have none.
export { compileObjects, firstError, hashFolders, hashOf, link } from './build.js';
export { addonFlags, codeFlags, findCommand, findCompiler, findNodeHeaders, outputFolder, programFlags } from './compiler.js';
export { readJson, writeJson } from './json.js';
export { platformName, writePlatformPackage } from './platform-package.js';
