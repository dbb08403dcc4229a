// The body of a level: every kernel, and the table of them. A level's file defines, before it includes this,
//
//   LEVEL               its name, the end of `kernel_level_...`
//   LANES               32-bit elements of a vector register
//   FLOAT_ROWS, FLOAT_VECTORS      the register tile of the matrix product, in rows and vectors
//   LAYER_ROWS, LAYER_VECTORS      the register tile of the int8 layer
//   GROUP, INPUT_OFFSET            see IntegerLayer.h
//
// and the types and functions that differ: layer_input, layer_weight, layer_vector, load_weights,
// broadcast_group, add_products. It may define CODE_PAIRS and what goes with it, see CodeProducts.h.

#pragma STDC FP_CONTRACT OFF

#define JOIN_NAMES(a, b) a##b
#define JOIN(a, b) JOIN_NAMES(a, b)
#define LAYER_BLOCK_BYTES (160 << 10)

#include "Rows.h"

static float quantize_to_layer_input(size_t d, const float *row, layer_input *out) {
    float inverse, scale = quantization_scale(d, row, &inverse);
    typedef layer_input layer_input16x __attribute__((vector_size(16 * sizeof(layer_input)), aligned(1)));
    if (inverse == 0) {
        for (size_t j = 0; j < d; j++) out[j] = INPUT_OFFSET;
        return scale;
    }
    size_t j = 0;
    for (; j + 16 <= d; j += 16) {
        int16x q = quantized_lanes(*(const float16x *)(row + j), inverse) + INPUT_OFFSET;
        *(layer_input16x *)(out + j) = __builtin_convertvector(q, layer_input16x);
    }
    if (j < d) {
        int16x q = quantized_lanes(load_floats(row + j, d - j, 0), inverse) + INPUT_OFFSET;
        for (size_t i = 0; j + i < d; i++) out[j + i] = (layer_input)q[i];
    }
    return scale;
}

#include "MatrixProduct.h"
#include "IntegerLayer.h"
#include "DotProducts.h"
#include "CodeProducts.h"
#include "Attention.h"
#include "PostingTiles.h"

const struct kernel_table JOIN(kernel_table_, LEVEL) = {
    .level = JOIN(kernel_level_, LEVEL),
    .packed_columns_size = packed_columns_size,
    .pack_columns = pack_columns,
    .multiply_scratch_size = multiply_scratch_size,
    .multiply_packed = multiply_packed,
    .multiply = multiply,
    .layer_size = layer_size,
    .pack_layer = pack_layer,
    .layer_scratch_size = layer_scratch_size,
    .apply_layer = apply_layer,
    .quantize_row = quantize_row,
    .gelu = gelu,
    .normalize_layer = normalize_layer,
    .softmax = softmax,
    .normalize_length = normalize_length,
    .attention_scratch_size = attention_scratch_size,
    .attention = attention,
    .dot_int8 = dot_int8,
    .dot_float = dot_float,
    .dot_int8_pairs = dot_int8_pairs,
    .dot_float_pairs = dot_float_pairs,
    .codes_size = codes_size,
    .pack_codes = pack_codes,
    .pack_code_rows = pack_code_rows,
    .code_products = code_products,
    .code_best = code_best,
    .code_pairs = code_pairs,
    .add_rows = add_rows,
    .add_postings = add_postings,
    .largest_scores = largest_scores,
    .take_scores = take_scores,
};
