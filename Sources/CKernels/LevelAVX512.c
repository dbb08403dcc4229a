// x86-64-v4: AVX-512 without VNNI.

#if defined(__x86_64__)

#include "Vectors.h"

#define LEVEL avx512
#define LANES 16
#define FLOAT_ROWS 12
#define FLOAT_VECTORS 2
#define LAYER_ROWS 12
#define LAYER_VECTORS 2
#define GROUP 2
#define INPUT_OFFSET 0

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#pragma clang attribute push(__attribute__((min_vector_width(512))), apply_to = function)

typedef int16_t layer_input;
typedef int16_t layer_weight;
typedef __m512i layer_vector;

INLINE __m512i load_weights(const int16_t *p) { return _mm512_loadu_si512(p); }
INLINE __m512i broadcast_group(const int16_t *p) {
    int32_t pair;
    memcpy(&pair, p, sizeof pair);
    return _mm512_set1_epi32(pair);
}

typedef int32_t avx512_lanes __attribute__((vector_size(64), aligned(4)));

INLINE avx512_lanes add_products(avx512_lanes sum, __m512i input, __m512i weights) {
    return (avx512_lanes)_mm512_add_epi32((__m512i)sum, _mm512_madd_epi16(input, weights));
}

#include "Kernels.h"

#pragma clang attribute pop
#pragma clang attribute pop

#endif
