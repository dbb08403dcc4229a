#ifndef CKERNELS_H
#define CKERNELS_H

#include "SparseProducts.h"
#include <stddef.h>
#include <stdint.h>

/// Arithmetic over whole blocks, compiled once for each instruction set and chosen when the program runs.
///
/// All matrices are row-major and dense unless a stride is given. Nothing here allocates, locks or checks
/// sizes: callers own every buffer and `Sources/Kernels/Arithmetic` checks every size. Buffers need no
/// alignment and must not overlap unless a function says so.
///
/// All but the matrix product give the same bits at every level: sums run in an order that does not depend on
/// the width of the machine's vectors, and products are rounded before they are added. The matrix product
/// uses fused multiply-add where the machine has it.

/// An instruction set with its own copy of every kernel. Later ones are faster where several are available.
enum kernel_level {
    kernel_level_portable = 0,
    kernel_level_sse2,
    kernel_level_avx2,
    kernel_level_avx2_vnni,
    kernel_level_avx512,
    kernel_level_avx512_vnni,
    kernel_level_neon,
    kernel_level_neon_dotprod,
    kernel_level_count
};

/// Elements of a matrix by address: element (i, j) is `base[i * row_stride + j * column_stride]`.
struct float_matrix {
    const float *base;
    size_t row_stride;
    size_t column_stride;
};

enum {
    /// Scores that `largest_scores` looks at together.
    POSTING_BLOCK = 64,
    /// The 16-bit score that stands for the square of the largest weight that `scale` makes 1.
    POSTING_UNIT = 32767
};

/// Posting lists cut at the borders of tiles: the long ones rearranged tile by tile, with weights of 16 bits.
struct posting_tiles {
    /// Documents of a tile, at most 65,536.
    size_t length;
    /// A factor that makes all weights 1 at most.
    float scale;
    /// The number of long lists.
    size_t lists;
    /// Each term's number among the long lists; -1 where its list is short.
    const int32_t *numbers;
    /// Where each long list begins in a tile: (lists + 1) a tile.
    const uint32_t *offsets;
    /// Long lists: documents counted from the tile's first, and weights x scale x 65,535, rounded down.
    const uint16_t *documents, *weights;
    /// All lists, term by term.
    const int64_t *all_offsets;
    const uint32_t *all_documents;
    const float *all_weights;
};

/// The kernels of one level.
struct kernel_table {
    enum kernel_level level;

    /// The bytes that `pack_columns` writes for a matrix of `k` rows and `n` columns.
    size_t (*packed_columns_size)(size_t n, size_t k);
    /// Rearranges b [k x n] into the order in which `multiply_packed` reads it.
    void (*pack_columns)(size_t n, size_t k, struct float_matrix b, float *packed);
    /// The bytes of `scratch` that `multiply_packed` and `multiply` need.
    size_t (*multiply_scratch_size)(size_t m, size_t n, size_t k);
    /// out [m x n] += a [m x k] b [k x n]; or = where `accumulate` is 0. O(mnk).
    void (*multiply_packed)(
        size_t m, size_t n, size_t k, struct float_matrix a, const float *packed, float *out, int accumulate,
        void *scratch);
    /// The same, of a matrix b that is packed block by block on the way.
    void (*multiply)(
        size_t m, size_t n, size_t k, struct float_matrix a, struct float_matrix b, float *out,
        int accumulate, void *scratch);

    /// The bytes that `pack_layer` writes.
    size_t (*layer_size)(size_t n, size_t k);
    /// Rearranges int8 weights [n x k], a scale and a bias for each of the n rows, into the order in which
    /// `apply_layer` reads them.
    void (*pack_layer)(
        size_t n, size_t k, const int8_t *weights, const float *scales, const float *biases, void *layer);
    /// The bytes of `scratch` that `apply_layer` needs.
    size_t (*layer_scratch_size)(size_t m, size_t n, size_t k);
    /// out [m x n] = (input's scale * weight's scale) * sum + bias, where sum is the exact product of int8
    /// weights with rows of `input` [m x k] quantised to int8 as `quantize_row` does. O(mnk).
    ///
    /// - Precondition: k <= 65,536, so that no sum leaves 32 bits.
    void (*apply_layer)(
        size_t m, size_t n, size_t k, const float *input, const void *layer, float *out, void *scratch);

    /// out[j] = nearest integer (ties to even) to row[j] / scale, in -127...127; returns the scale, which is
    /// the largest magnitude / 127.
    ///
    /// A row whose magnitudes all stay below 2^-100 becomes zeros with scale 0; one with an infinity or a
    /// NaN becomes zeros with scale NaN.
    float (*quantize_row)(size_t d, const float *row, int8_t *out);

    /// values[i] = gelu(values[i]) = x (1 + erf(x / sqrt 2)) / 2, with an absolute error below 1e-6.
    void (*gelu)(size_t count, float *values);
    /// rows [m x d] = layer normalisation of rows + residual; `residual` may be null for none.
    void (*normalize_layer)(
        size_t m, size_t d, float *rows, const float *residual, const float *weight, const float *bias,
        float epsilon);
    /// rows [m x d] = softmax of each row.
    void (*softmax)(size_t m, size_t d, float *rows);
    /// rows [m x d], each divided by its Euclidean length; rows of length 0 stay.
    void (*normalize_length)(size_t m, size_t d, float *rows);

    /// The bytes of `scratch` that `attention` needs.
    size_t (*attention_scratch_size)(size_t length, size_t head_size);
    /// context [length x heads * head_size] = softmax(q k^T / sqrt(head_size)) v for each head, where row i
    /// of `qkv` [length x 3 * heads * head_size] is q | k | v. O(length^2 heads head_size).
    void (*attention)(
        size_t length, size_t heads, size_t head_size, const float *qkv, float *context, void *scratch);

    /// scores[i] = (scales[i] * query_scale) * sum_j rows[i * d + j] * query[j], the sum exact. O(nd).
    ///
    /// - Precondition: d <= 65,536.
    void (*dot_int8)(
        size_t n, size_t d, const int8_t *rows, const float *scales, const int8_t *query, float query_scale,
        float *scores);
    /// scores[i] = sum_j rows[i * d + j] * query[j]. O(nd).
    void (*dot_float)(size_t n, size_t d, const float *rows, const float *query, float *scores);
    /// The same for pairs of rows: scores[i] = (scale of a * scale of b) * sum_j a[j] * b[j], where a is row
    /// `firsts[i]` of `rows` and b is row `seconds[i]` of `others`. O(nd).
    void (*dot_int8_pairs)(
        size_t n, size_t d, const int8_t *rows, const float *scales, const uint32_t *firsts,
        const int8_t *others, const float *other_scales, const uint32_t *seconds, float *scores);
    /// scores[i] = sum_j a[j] * b[j] for such pairs, with the bits of `dot_float`. O(nd).
    void (*dot_float_pairs)(
        size_t n, size_t d, const float *rows, const uint32_t *firsts, const float *others,
        const uint32_t *seconds, float *scores);

    /// The bytes that `pack_codes` writes.
    size_t (*codes_size)(size_t n, size_t k);
    /// Rearranges short codes, columns [n x k], into the order in which the two functions below read them.
    ///
    /// - Precondition: k is a multiple of 4; columns are in -64...64, the rows they will be multiplied with in
    ///   -64...127; and the products of each pair of a row and a column, summed over the elements of which
    ///   number / 2 is even, and over those of which it is odd, lie in -32768...32767.
    void (*pack_codes)(size_t n, size_t k, const int8_t *codes, void *packed);
    /// Makes rows of `count` codes in all, in the form in which the two functions below read them.
    void (*pack_code_rows)(size_t count, const int8_t *codes, uint8_t *rows);
    /// products [m x n] = rows times columns, exact; row i is `chosen[i]` of `rows`, or i where that is null.
    /// O(mnk).
    void (*code_products)(
        size_t m, size_t n, size_t k, const uint8_t *rows, const uint32_t *chosen, const void *packed,
        int32_t *products);
    /// best[i] = the largest product of row i, and the first column that has it. O(mnk).
    ///
    /// - Precondition: n > 0.
    void (*code_best)(
        size_t m, size_t n, size_t k, const uint8_t *rows, const uint32_t *chosen, const void *packed,
        int32_t *best, uint32_t *best_columns);
    /// Writes product << 32 | i << 16 | j for every product that reaches `row_thresholds[i]` or
    /// `column_thresholds[j]`, in no certain order; returns their number, at most mn. O(mnk).
    ///
    /// - Precondition: m and n are at most 65,536.
    size_t (*code_pairs)(
        size_t m, size_t n, size_t k, const uint8_t *rows, const uint32_t *chosen,
        const int32_t *row_thresholds, const void *packed, const int32_t *column_thresholds, uint64_t *pairs);

    /// sums[j] += sum_t scales[ids[t]] * table[ids[t] * d + j], in the order of ids. O(nd).
    void (*add_rows)(
        size_t n, size_t d, const uint32_t *ids, const int8_t *table, const float *scales, float *sums);

    /// Adds the postings that a query's terms have in a tile to `scores` [length]: each product, rounded down,
    /// of the query's weight and the document's, in units of 1 / POSTING_UNIT.
    /// O(postings + terms).
    void (*add_postings)(
        size_t n, const uint32_t *terms, const float *weights, const struct posting_tiles *tiles, size_t tile,
        uint16_t *scores);
    /// maxima[i] = the largest of scores [n] number i * POSTING_BLOCK and so on. O(n).
    ///
    /// - Precondition: n is a multiple of POSTING_BLOCK.
    void (*largest_scores)(size_t n, const uint16_t *scores, uint16_t *maxima);
    /// Writes place and value of each of scores [n] that reaches `limit` or its own of `limits` [n]; returns their
    /// number, and makes all scores 0. O(n).
    ///
    /// - Precondition: n is a multiple of 32; `places` and `taken` have room for n + 1.
    size_t (*take_scores)(
        size_t n, uint16_t *scores, uint16_t limit, const uint16_t *limits, uint16_t *places,
        uint16_t *taken);
};

/// The kernels of `level`, or null where this machine or this build has none.
const struct kernel_table *kernel_table_at(enum kernel_level level);

/// The fastest kernels that this machine can run.
const struct kernel_table *kernel_table_best(void);

#endif
