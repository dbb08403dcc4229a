// x86-64-v3: AVX2 and fused multiply-add.

#if defined(__x86_64__)

#include "Vectors.h"

#define LEVEL avx2
#define LANES 8
#define FLOAT_ROWS 6
#define FLOAT_VECTORS 2
#define LAYER_ROWS 6
#define LAYER_VECTORS 2
#define GROUP 2
#define INPUT_OFFSET 0

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)

typedef int16_t layer_input;
typedef int16_t layer_weight;
typedef __m256i layer_vector;

INLINE __m256i load_weights(const int16_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
INLINE __m256i broadcast_group(const int16_t *p) {
    int32_t pair;
    memcpy(&pair, p, sizeof pair);
    return _mm256_set1_epi32(pair);
}

typedef int32_t avx2_lanes __attribute__((vector_size(32), aligned(4)));

INLINE avx2_lanes add_products(avx2_lanes sum, __m256i input, __m256i weights) {
    return (avx2_lanes)_mm256_add_epi32((__m256i)sum, _mm256_madd_epi16(input, weights));
}

#define CODE_PAIRS
typedef __m256i code_vector;
typedef __m256i code_sums;

INLINE __m256i load_codes(const int8_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
INLINE __m256i broadcast_codes(const uint8_t *p) {
    int32_t quadruple;
    memcpy(&quadruple, p, sizeof quadruple);
    return _mm256_set1_epi32(quadruple);
}
INLINE __m256i add_code_products(__m256i sum, __m256i row, __m256i columns) {
    return _mm256_add_epi16(sum, _mm256_maddubs_epi16(row, columns));
}
INLINE avx2_lanes finish_code_sums(__m256i sum) {
    return (avx2_lanes)_mm256_madd_epi16(sum, _mm256_set1_epi16(1));
}

#include "Kernels.h"

#pragma clang attribute pop

#endif
