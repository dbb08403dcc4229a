// Attention within one sequence. Keys of a head are transposed into panels of TILE_COLUMNS positions and its
// values copied together; ATTENTION_ROWS queries at a time then make their scores, exponentials and sums in
// the first-level cache. Every sum runs over its index in order and products are rounded, so that results do
// not depend on the level.

#define ATTENTION_ROWS FLOAT_ROWS

/// out [ATTENTION_ROWS x TILE_COLUMNS] = a [ATTENTION_ROWS x k] times b [k x TILE_COLUMNS].
INLINE void attention_tile(
    size_t k, const float *restrict a, size_t a_stride, const float *restrict b, size_t b_stride,
    float_lanes sum[ATTENTION_ROWS][FLOAT_VECTORS]
) {
    UNROLL for (int i = 0; i < ATTENTION_ROWS; i++)
        UNROLL for (int j = 0; j < FLOAT_VECTORS; j++) sum[i][j] = (float_lanes){0};
    for (size_t p = 0; p < k; p++) {
        float_lanes row[FLOAT_VECTORS];
        UNROLL for (int j = 0; j < FLOAT_VECTORS; j++) row[j] = *(const float_lanes *)(b + j * LANES);
        UNROLL for (int i = 0; i < ATTENTION_ROWS; i++) {
            float_lanes factor = a[i * a_stride + p] - (float_lanes){0};
            UNROLL for (int j = 0; j < FLOAT_VECTORS; j++) sum[i][j] += factor * row[j];
        }
        b += b_stride;
    }
}

static size_t attention_scratch_size(size_t length, size_t head_size) {
    size_t positions = round_up(length, TILE_COLUMNS > 16 ? TILE_COLUMNS : 16);
    size_t columns = round_up(head_size, TILE_COLUMNS);
    return (positions * (head_size + columns) + ATTENTION_ROWS * (positions + head_size)) * sizeof(float);
}

static void attention(
    size_t length, size_t heads, size_t head_size, const float *qkv, float *context, void *scratch
) {
    size_t hidden = heads * head_size;
    size_t positions = round_up(length, TILE_COLUMNS > 16 ? TILE_COLUMNS : 16);
    size_t columns = round_up(head_size, TILE_COLUMNS);
    float *keys = scratch;
    float *values = keys + positions * head_size;
    float *scores = values + positions * columns;
    float *queries = scores + ATTENTION_ROWS * positions;
    float factor = 1 / __builtin_elementwise_sqrt((float)head_size);

    for (size_t head = 0; head < heads; head++) {
        const float *q = qkv + head * head_size, *k = q + hidden, *v = k + hidden;
        pack_panels(length, head_size, TILE_COLUMNS, k, 3 * hidden, 1, keys);
        for (size_t i = 0; i < length; i++) {
            memcpy(values + i * columns, v + i * 3 * hidden, head_size * sizeof(float));
            for (size_t j = head_size; j < columns; j++) values[i * columns + j] = 0;
        }
        for (size_t i0 = 0; i0 < length; i0 += ATTENTION_ROWS) {
            size_t rows = smaller(ATTENTION_ROWS, length - i0);
            float_lanes sum[ATTENTION_ROWS][FLOAT_VECTORS];
            float sums[ATTENTION_ROWS];
            for (size_t i = 0; i < ATTENTION_ROWS; i++)
                for (size_t j = 0; j < head_size; j++)
                    queries[i * head_size + j] = i < rows ? q[(i0 + i) * 3 * hidden + j] * factor : 0;
            for (size_t j = 0; j < length; j += TILE_COLUMNS) {
                attention_tile(
                    head_size, queries, head_size, keys + j * head_size, TILE_COLUMNS, sum);
                UNROLL for (int i = 0; i < ATTENTION_ROWS; i++)
                    UNROLL for (int w = 0; w < FLOAT_VECTORS; w++)
                        *(float_lanes *)(scores + i * positions + j + w * LANES) = sum[i][w];
            }
            for (size_t i = 0; i < rows; i++) sums[i] = exponentiate_row(length, scores + i * positions, 1);
            for (size_t j = 0; j < head_size; j += TILE_COLUMNS) {
                attention_tile(length, scores, positions, values + j, columns, sum);
                size_t width = smaller(TILE_COLUMNS, head_size - j);
                UNROLL for (int i = 0; i < ATTENTION_ROWS; i++) {
                    if ((size_t)i >= rows) break;
                    float *place = context + (i0 + i) * hidden + head * head_size + j;
                    float tile[TILE_COLUMNS], inverse = 1 / sums[i];
                    UNROLL for (int w = 0; w < FLOAT_VECTORS; w++)
                        *(float_lanes *)(tile + w * LANES) = sum[i][w] * inverse;
                    memcpy(place, tile, width * sizeof(float));
                }
            }
        }
    }
}
