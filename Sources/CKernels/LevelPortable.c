// Every machine. Quadruples with an offset, as vpdpbusd has them, so that this arrangement is tested
// everywhere.

#include "Vectors.h"

#define LEVEL portable
#define LANES 4
#define FLOAT_ROWS 4
#define FLOAT_VECTORS 2
#define LAYER_ROWS 4
#define LAYER_VECTORS 2
#define GROUP 4
#define INPUT_OFFSET 128

typedef uint8_t layer_input;
typedef int8_t layer_weight;
typedef struct { uint8_t bytes[4 * LANES]; } layer_vector;

INLINE layer_vector load_weights(const int8_t *p) {
    layer_vector v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE layer_vector broadcast_group(const uint8_t *p) {
    layer_vector v;
    for (int i = 0; i < 4 * LANES; i++) v.bytes[i] = p[i % 4];
    return v;
}

typedef int32_t portable_lanes __attribute__((vector_size(4 * LANES), aligned(4)));

INLINE portable_lanes add_products(portable_lanes sum, layer_vector input, layer_vector weights) {
    UNROLL for (int i = 0; i < LANES; i++)
        UNROLL for (int g = 0; g < 4; g++)
            sum[i] += (int32_t)input.bytes[4 * i + g] * (int32_t)(int8_t)weights.bytes[4 * i + g];
    return sum;
}

#include "Kernels.h"
