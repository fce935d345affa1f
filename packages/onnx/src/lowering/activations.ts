import type { GraphBuilder, Name } from './graph-builder.js';

/** The activations of `linear`, and those that stand alone. */
export function activate(graph: GraphBuilder, x: Name, activation: string): Name {
  switch (activation) {
    case 'relu':
      return graph.node('Relu', [x]);
    case 'tanh':
      return graph.node('Tanh', [x]);
    case 'sigmoid':
      return graph.node('Sigmoid', [x]);
    case 'gelu':
      return gelu(graph, x, graph.node('Erf', [graph.node('Mul', [x, graph.scalar(Math.SQRT1_2)])]));
    case 'gelu-tanh': {
      // tanh(√(2/π) · (x + 0.044715 x³)), Hendrycks and Gimpel 2016.
      const square = graph.node('Mul', [x, x]);
      const grown = graph.node('Add', [graph.node('Mul', [square, graph.scalar(0.044715)]), graph.scalar(1)]);
      const inner = graph.node('Mul', [graph.node('Mul', [x, grown]), graph.scalar(Math.sqrt(2 / Math.PI))]);
      return gelu(graph, x, graph.node('Tanh', [inner]));
    }
    default:
      return x;
  }
}

/** x / 2 · (1 + curve) */
function gelu(graph: GraphBuilder, x: Name, curve: Name): Name {
  return graph.node('Mul', [graph.node('Mul', [x, graph.scalar(0.5)]), graph.node('Add', [curve, graph.scalar(1)])]);
}
