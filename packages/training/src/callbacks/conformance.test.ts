import { callbackSuite } from '@prattle/testing';
import { csv } from './csv.js';
import { tensorboard } from './tensorboard/tensorboard.js';

const variants = { defaults: {}, seldom: { every: 7 } };

callbackSuite(tensorboard, { variants });
callbackSuite(csv, { variants });
