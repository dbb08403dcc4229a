// Dot products of many rows with one query, for search by brute force.

#include "Fetch.h"

typedef int8_t dot_bytes __attribute__((vector_size(LANES * GROUP), aligned(1)));
typedef layer_input dot_inputs __attribute__((vector_size(LANES * GROUP * sizeof(layer_input))));
typedef layer_weight dot_weights __attribute__((vector_size(LANES * GROUP * sizeof(layer_weight))));

/// `count` rows at once share the loads of the query; `correction` is what INPUT_OFFSET adds to a sum.
INLINE void dot_int8_rows(
    size_t count, size_t d, const int8_t *rows, const float *scales, const int8_t *query, float query_scale,
    int32_t correction, float *scores
) {
    int_lanes sum[4];
    UNROLL for (size_t i = 0; i < count; i++) sum[i] = (int_lanes){0};
    size_t j = 0;
    for (; j + LANES * GROUP <= d; j += LANES * GROUP) {
        dot_weights weights = __builtin_convertvector(*(const dot_bytes *)(query + j), dot_weights);
        layer_vector q, row;
        memcpy(&q, &weights, sizeof q);
        UNROLL for (size_t i = 0; i < count; i++) {
            dot_inputs input = __builtin_convertvector(*(const dot_bytes *)(rows + i * d + j), dot_inputs);
            input += INPUT_OFFSET;
            memcpy(&row, &input, sizeof row);
            sum[i] = add_products(sum[i], row, q);
        }
    }
    UNROLL for (size_t i = 0; i < count; i++) {
        int32_t total = -correction;
        UNROLL for (int l = 0; l < LANES; l++) total += sum[i][l];
        for (size_t p = j; p < d; p++) total += (int32_t)rows[i * d + p] * (int32_t)query[p];
        scores[i] = (scales[i] * query_scale) * (float)total;
    }
}

static void dot_int8(
    size_t n, size_t d, const int8_t *rows, const float *scales, const int8_t *query, float query_scale,
    float *scores
) {
    int32_t correction = 0;
    for (size_t j = 0; j < d / (LANES * GROUP) * (LANES * GROUP); j++) correction += INPUT_OFFSET * query[j];
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        dot_int8_rows(4, d, rows + i * d, scales + i, query, query_scale, correction, scores + i);
    for (; i < n; i++)
        dot_int8_rows(1, d, rows + i * d, scales + i, query, query_scale, correction, scores + i);
}

/// `count` rows at once share the loads of the query and hide the latency of their sums.
INLINE void dot_float_rows(size_t count, size_t d, const float *rows, const float *query, float *scores) {
    float16x sum[4] = {{0}, {0}, {0}, {0}};
    size_t j = 0;
    for (; j + 16 <= d; j += 16) {
        float16x q = *(const float16x *)(query + j);
        UNROLL for (size_t i = 0; i < count; i++) sum[i] += q * *(const float16x *)(rows + i * d + j);
    }
    if (j < d) {
        float16x q = load_floats(query + j, d - j, 0);
        for (size_t i = 0; i < count; i++) sum[i] += q * load_floats(rows + i * d + j, d - j, 0);
    }
    UNROLL for (size_t i = 0; i < count; i++) scores[i] = fold_sum(sum[i]);
}

static void dot_float(size_t n, size_t d, const float *rows, const float *query, float *scores) {
    size_t i = 0;
    for (; i + 4 <= n; i += 4) dot_float_rows(4, d, rows + i * d, query, scores + i);
    for (; i < n; i++) dot_float_rows(1, d, rows + i * d, query, scores + i);
}

/// Pairs whose rows are asked for this many pairs ahead, since they lie anywhere.
#define PAIRS_AHEAD 16

static void dot_int8_pairs(
    size_t n, size_t d, const int8_t *rows, const float *scales, const uint32_t *firsts, const int8_t *others,
    const float *other_scales, const uint32_t *seconds, float *scores
) {
    size_t whole = d / (LANES * GROUP) * (LANES * GROUP);
    for (size_t i = 0; i < n; i++) {
        if (i + PAIRS_AHEAD < n) {
            fetch_lines(others + seconds[i + PAIRS_AHEAD] * d, d);
            __builtin_prefetch(other_scales + seconds[i + PAIRS_AHEAD]);
        }
        const int8_t *query = rows + firsts[i] * d;
        int32_t correction = 0;
        if (INPUT_OFFSET) for (size_t j = 0; j < whole; j++) correction += INPUT_OFFSET * query[j];
        dot_int8_rows(
            1, d, others + seconds[i] * d, other_scales + seconds[i], query, scales[firsts[i]], correction,
            scores + i);
    }
}

static void dot_float_pairs(
    size_t n, size_t d, const float *rows, const uint32_t *firsts, const float *others, const uint32_t *seconds,
    float *scores
) {
    for (size_t i = 0; i < n; i++) {
        if (i + PAIRS_AHEAD < n) fetch_lines(others + seconds[i + PAIRS_AHEAD] * d, d * sizeof(float));
        dot_float_rows(1, d, others + seconds[i] * d, rows + firsts[i] * d, scores + i);
    }
}
