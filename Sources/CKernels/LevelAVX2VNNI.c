// x86-64-v3 with the 256-bit form of vpdpbusd (AVX-VNNI): most of Intel's machines since 2021.

#if defined(__x86_64__)

#include "Vectors.h"

#define LEVEL avx2_vnni
#define LANES 8
#define FLOAT_ROWS 6
#define FLOAT_VECTORS 2
#define LAYER_ROWS 6
#define LAYER_VECTORS 2
#define GROUP 4
#define INPUT_OFFSET 128

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3,avxvnni"))), apply_to = function)

typedef uint8_t layer_input;
typedef int8_t layer_weight;
typedef __m256i layer_vector;

INLINE __m256i load_weights(const int8_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
INLINE __m256i broadcast_group(const uint8_t *p) {
    int32_t quadruple;
    memcpy(&quadruple, p, sizeof quadruple);
    return _mm256_set1_epi32(quadruple);
}

typedef int32_t avx2_lanes __attribute__((vector_size(32), aligned(4)));

INLINE avx2_lanes add_products(avx2_lanes sum, __m256i input, __m256i weights) {
    return (avx2_lanes)_mm256_dpbusd_avx_epi32((__m256i)sum, input, weights);
}

#include "Kernels.h"

#pragma clang attribute pop

#endif
