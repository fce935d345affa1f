import shared from '../../tooling/vitest/config.js';

/** The pages' generators are scripts; they have no sources in `src`. */
export default { ...shared, test: { ...shared.test, include: ['scripts/**/*.test.js'] } };
