// x86-64 without extensions.

#if defined(__x86_64__)

#include "Vectors.h"

#define LEVEL sse2
#define LANES 4
#define FLOAT_ROWS 6
#define FLOAT_VECTORS 2
#define LAYER_ROWS 6
#define LAYER_VECTORS 2
#define GROUP 2
#define INPUT_OFFSET 0

typedef int16_t layer_input;
typedef int16_t layer_weight;
typedef __m128i layer_vector;

INLINE __m128i load_weights(const int16_t *p) { return _mm_loadu_si128((const __m128i *)p); }
INLINE __m128i broadcast_group(const int16_t *p) {
    int32_t pair;
    memcpy(&pair, p, sizeof pair);
    return _mm_set1_epi32(pair);
}

typedef int32_t sse2_lanes __attribute__((vector_size(16), aligned(4)));

INLINE sse2_lanes add_products(sse2_lanes sum, __m128i input, __m128i weights) {
    return (sse2_lanes)_mm_add_epi32((__m128i)sum, _mm_madd_epi16(input, weights));
}

#include "Kernels.h"

#endif
