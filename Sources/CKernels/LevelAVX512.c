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

#define CODE_PAIRS
typedef __m512i code_vector;
typedef __m512i code_sums;

INLINE __m512i load_codes(const int8_t *p) { return _mm512_loadu_si512(p); }
INLINE __m512i broadcast_codes(const uint8_t *p) {
    int32_t quadruple;
    memcpy(&quadruple, p, sizeof quadruple);
    return _mm512_set1_epi32(quadruple);
}
INLINE __m512i add_code_products(__m512i sum, __m512i row, __m512i columns) {
    return _mm512_add_epi16(sum, _mm512_maddubs_epi16(row, columns));
}
INLINE avx512_lanes finish_code_sums(__m512i sum) {
    return (avx512_lanes)_mm512_madd_epi16(sum, _mm512_set1_epi16(1));
}

#include "Kernels.h"

#pragma clang attribute pop
#pragma clang attribute pop

#endif
