import { licenceRule } from '../licences/licence-rule.js';
import { plural } from '../run/text.js';
import { diagramRule } from '../structure/diagram/diagram.js';
import { importRules } from '../structure/import-rules.js';
import { manifestRules } from '../structure/manifest-rules.js';
import { sizeRules } from '../structure/size-rules.js';

const rules = [...importRules, ...manifestRules, ...sizeRules, diagramRule, licenceRule];

/** @type {import('../check.d.ts').Check} */
export const structure = {
  name: 'structure',
  summary: 'layers, entries, package descriptions, file sizes, the diagram, licences',
  run() {
    const findings = rules.map(({ name, violations }) => ({ name, violations: violations() }));
    const broken = findings.filter(({ violations }) => violations.length > 0);
    return {
      passed: rules.length - broken.length,
      failed: broken.length,
      note: plural(rules.length, 'rule'),
      problems: broken.map(({ name, violations }) => [`Broken: ${name}`, ...violations.map((line) => `  ${line}`)].join('\n')),
    };
  },
};
