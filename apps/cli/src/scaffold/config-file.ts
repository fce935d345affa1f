/** A `prattle.config.ts` that brings these modules' plugins. */
export function configFile(modules: readonly string[]): string {
  const imports = modules.map((module, index) => `import plugin${index + 1} from '${module}';\n`);
  const calls = modules.map((_, index) => `plugin${index + 1}()`);
  const example =
    modules.length > 0 ? '' : `//\n//   import myModel from './my-model.ts';\n//   export default { plugins: [myModel()] };\n`;
  return `// Plugins that every prattle command in this folder knows: each module's default export, called.\n${example}${imports.join('')}
export default {
  plugins: [${calls.join(', ')}],
};
`;
}
