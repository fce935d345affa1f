import { mergeConfig } from 'vitest/config';
import shared from '../../tooling/vitest/config.js';
import { softwareVulkan } from './scripts/software-vulkan.js';

// A process for every test file: they start with the environment in which Dawn finds a GPU.
export default mergeConfig(shared, { test: { pool: 'forks', env: softwareVulkan() } });
