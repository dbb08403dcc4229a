// x86-64-v4 with vpdpbusd (AVX-512 VNNI).

#if defined(__x86_64__)

#include "Vectors.h"

#define LEVEL avx512_vnni
#define LANES 16
#define FLOAT_ROWS 12
#define FLOAT_VECTORS 2
#define LAYER_ROWS 12
#define LAYER_VECTORS 2
#define GROUP 4
#define INPUT_OFFSET 128

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4,avx512vnni"))), apply_to = function)
#pragma clang attribute push(__attribute__((min_vector_width(512))), apply_to = function)

typedef uint8_t layer_input;
typedef int8_t layer_weight;
typedef __m512i layer_vector;

INLINE __m512i load_weights(const int8_t *p) { return _mm512_loadu_si512(p); }
INLINE __m512i broadcast_group(const uint8_t *p) {
    int32_t quadruple;
    memcpy(&quadruple, p, sizeof quadruple);
    return _mm512_set1_epi32(quadruple);
}

typedef int32_t avx512_lanes __attribute__((vector_size(64), aligned(4)));

INLINE avx512_lanes add_products(avx512_lanes sum, __m512i input, __m512i weights) {
    return (avx512_lanes)_mm512_dpbusd_epi32((__m512i)sum, input, weights);
}

#include "Kernels.h"

#pragma clang attribute pop
#pragma clang attribute pop

#endif
