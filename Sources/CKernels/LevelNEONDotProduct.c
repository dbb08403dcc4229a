// arm64 with sdot: Apple's since the A11 and M1, and Arm's own cores since the Cortex-A75 and Neoverse N1.

#if defined(__aarch64__)

#include "Vectors.h"

#define LEVEL neon_dotprod
#define LANES 4
#define FLOAT_ROWS 6
#define FLOAT_VECTORS 4
#define LAYER_ROWS 6
#define LAYER_VECTORS 4
#define GROUP 4
#define INPUT_OFFSET 0

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

typedef int8_t layer_input;
typedef int8_t layer_weight;
typedef int8x16_t layer_vector;

INLINE int8x16_t load_weights(const int8_t *p) { return vld1q_s8(p); }
INLINE int8x16_t broadcast_group(const int8_t *p) {
    int32_t quadruple;
    memcpy(&quadruple, p, sizeof quadruple);
    return vreinterpretq_s8_s32(vdupq_n_s32(quadruple));
}

typedef int32_t neon_lanes __attribute__((vector_size(16), aligned(4)));

INLINE neon_lanes add_products(neon_lanes sum, int8x16_t input, int8x16_t weights) {
    return (neon_lanes)vdotq_s32((int32x4_t)sum, input, weights);
}

#include "Kernels.h"

#pragma clang attribute pop

#endif
