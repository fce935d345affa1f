import { mergeConfig } from 'vitest/config';
import shared from '../../tooling/vitest/config.js';

// Every test file in a worker thread, several at a time: the addon has to serve them all beside each other.
export default mergeConfig(shared, { test: { pool: 'threads' } });
