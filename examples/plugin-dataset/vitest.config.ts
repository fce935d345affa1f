import { mergeConfig } from 'vitest/config';
import shared from '../../tooling/vitest/config.js';

export default mergeConfig(shared, { test: { include: ['*.test.ts'] } });
