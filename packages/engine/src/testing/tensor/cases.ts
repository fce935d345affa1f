import { elementwiseCases } from './elementwise.cases.js';
import { lineCases } from './line.cases.js';
import { productCases } from './product.cases.js';
import { rearrangementCases } from './rearrangement.cases.js';

export const tensorCases = () => [...elementwiseCases(), ...rearrangementCases(), ...lineCases(), ...productCases()];
