export { exportOnnx, type OnnxFile, type OnnxOptions } from './export.js';
