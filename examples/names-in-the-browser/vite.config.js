import { defineConfig } from 'vite';

// Pages with these two headers may share memory between threads, so that the kernels use more than one.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({ server: { headers }, preview: { headers }, worker: { format: 'es' }, build: { target: 'es2022' } });
