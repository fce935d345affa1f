import * as tf from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';

/** A tensor, or a number that stands for a scalar of the other operand's type. Shapes broadcast as in NumPy. */
export type Operand = Tensor | number;

type TfjsOperand = tf.Tensor | number;

export function add(a: Operand, b: Operand): Tensor {
  return tf.add(a as TfjsOperand, b as TfjsOperand);
}

export function sub(a: Operand, b: Operand): Tensor {
  return tf.sub(a as TfjsOperand, b as TfjsOperand);
}

export function mul(a: Operand, b: Operand): Tensor {
  return tf.mul(a as TfjsOperand, b as TfjsOperand);
}

export function div(a: Operand, b: Operand): Tensor {
  return tf.div(a as TfjsOperand, b as TfjsOperand);
}

export function maximum(a: Operand, b: Operand): Tensor {
  return tf.maximum(...broadcast(a, b));
}

export function minimum(a: Operand, b: Operand): Tensor {
  return tf.minimum(...broadcast(a, b));
}

/** Both operands in the shape of the result: the gradients of tfjs's maximum and minimum forget that they broadcast. */
function broadcast(a: Operand, b: Operand): [tf.Tensor, tf.Tensor] {
  const [first, second] = [a, b].map((operand) => (typeof operand === 'number' ? tf.scalar(operand) : real(operand))) as [
    tf.Tensor,
    tf.Tensor,
  ];
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(first.shape, second.shape);
  return [tf.broadcastTo(first, shape), tf.broadcastTo(second, shape)];
}

/** base ^ exponent, element by element. */
export function pow(base: Operand, exponent: Operand): Tensor {
  return tf.pow(base as TfjsOperand, exponent as TfjsOperand);
}

/**
 * Matrix product of the last two axes; the axes before them broadcast.
 * @param transposeA use a's last two axes the other way round
 */
export function matMul(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  return tf.matMul(real(a), real(b), transposeA, transposeB);
}

/** bool: where a equals b. */
export function equal(a: Operand, b: Operand): Tensor {
  return tf.equal(a as TfjsOperand, b as TfjsOperand);
}

/** bool: where a is greater than b. */
export function greater(a: Operand, b: Operand): Tensor {
  return tf.greater(a as TfjsOperand, b as TfjsOperand);
}

/** bool: where a is less than b. */
export function less(a: Operand, b: Operand): Tensor {
  return tf.less(a as TfjsOperand, b as TfjsOperand);
}

/** `yes` where the condition holds, else `no`; shapes broadcast. */
export function where(condition: Tensor, yes: Operand, no: Operand): Tensor {
  return tf.where(real(condition), yes as TfjsOperand, no as TfjsOperand);
}
