import { backendSuite } from '@prattle/testing';
import { installedBackend } from './test/installed.js';

// Runs where the package is installed; elsewhere the report says why not.
await backendSuite(installedBackend('tfjs-node-gpu'));
