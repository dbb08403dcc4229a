// The vocabulary of the kernels: vectors as clang's extension types, which every target has, so that one text
// serves all levels. Included by each level's file before it switches its target on.

#ifndef VECTORS_H
#define VECTORS_H

#include "include/CKernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// Functions that take or return vectors are all inlined, so how they would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

// The order of a sum is part of its result. All row-wise sums run over 16 lanes, whatever the registers hold,
// and are folded 8 + 8, 4 + 4, 2 + 2, 1 + 1.
typedef float float16x __attribute__((vector_size(64), aligned(4)));
typedef int32_t int16x __attribute__((vector_size(64), aligned(4)));
typedef int16_t short16x __attribute__((vector_size(32), aligned(2)));
typedef int8_t byte16x __attribute__((vector_size(16), aligned(1)));
typedef uint8_t ubyte16x __attribute__((vector_size(16), aligned(1)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

static inline size_t round_up(size_t value, size_t step) { return (value + step - 1) / step * step; }
static inline size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

#endif
