// arm64 without the dot-product instructions.

#if defined(__aarch64__)

#include "Vectors.h"

#define LEVEL neon
#define LANES 4
#define FLOAT_ROWS 6
#define FLOAT_VECTORS 4
#define LAYER_ROWS 4
#define LAYER_VECTORS 4
#define GROUP 2
#define INPUT_OFFSET 0

typedef int16_t layer_input;
typedef int16_t layer_weight;
typedef int16x8_t layer_vector;

INLINE int16x8_t load_weights(const int16_t *p) { return vld1q_s16(p); }
INLINE int16x8_t broadcast_group(const int16_t *p) {
    int32_t pair;
    memcpy(&pair, p, sizeof pair);
    return vreinterpretq_s16_s32(vdupq_n_s32(pair));
}

typedef int32_t neon_lanes __attribute__((vector_size(16), aligned(4)));

INLINE neon_lanes add_products(neon_lanes sum, int16x8_t input, int16x8_t weights) {
    int32x4_t low = vmull_s16(vget_low_s16(input), vget_low_s16(weights));
    return (neon_lanes)vaddq_s32((int32x4_t)sum, vpaddq_s32(low, vmull_high_s16(input, weights)));
}

#include "Kernels.h"

#endif
