// What interpreters of commands share, whatever device they are for. Needs no standard library.
#pragma once
#include "operations.h"

namespace prattle {

/// Opcodes are below this.
constexpr int kOpcodes = 128;

/// Floating-point operations of the commands that are worth measuring so.
template <class Command>
double operationsOf(const Command&) {
  return 0;
}
template <>
inline double operationsOf(const Gemm& g) {
  return 2.0 * g.m * g.n * g.k * g.batch;
}
template <>
inline double operationsOf(const Attention& a) {
  return 4.0 * a.batch * a.heads * a.queryTime * a.keyTime * a.headWidth / (a.causal ? 2 : 1);
}
template <>
inline double operationsOf(const AttentionGradient& a) {
  return 10.0 * a.batch * a.heads * a.queryTime * a.keyTime * a.headWidth / (a.causal ? 2 : 1);
}

/// What was measured of an operation.
struct OperationCounter {
  double calls = 0, milliseconds = 0, operations = 0;
};

/// Whether a command has as many arguments as the table says.
inline bool hasLength(Index length, Index fixed, Index each) {
  return each == 0 ? length == fixed : length >= fixed && (length - fixed) % each == 0;
}

}  // namespace prattle
