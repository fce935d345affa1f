import { softwareVulkan } from '@prattle/tooling-browser';
import { mergeConfig } from 'vitest/config';
import shared from '../vitest/config.js';

// A process of its own, which starts with the environment in which Dawn finds a GPU.
export default mergeConfig(shared, { test: { pool: 'forks', env: softwareVulkan() } });
