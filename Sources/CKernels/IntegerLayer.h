// The int8 linear layer. Weights are packed into panels of LAYER_COLUMNS output columns; inside a panel, GROUP
// consecutive weights of a column lie together, as one instruction multiplies and adds them:
//
// - GROUP 2: products of int16 pairs (vpmaddwd and its like). A panel is widened to int16 once for a block of
//   rows and read from the first-level cache by all of them, so that memory holds int8.
// - GROUP 4: products of int8 quadruples. Where the instruction wants its first operand unsigned (vpdpbusd),
//   INPUT_OFFSET 128 is added to the inputs and 128 times the sum of a column's weights taken off its sum.
//
// No step saturates or rounds, so every level has the same sums.

#define LAYER_COLUMNS (LAYER_VECTORS * LANES)

typedef int32_t int_lanes __attribute__((vector_size(4 * LANES), aligned(4)));
typedef float layer_lanes __attribute__((vector_size(4 * LANES), aligned(4)));

/// The layer's parts, in one block of memory: panels, then a correction, a scale and a bias for each column.
struct layer_parts {
    size_t columns, depth;
    int8_t *weights;
    int32_t *corrections;
    float *scales, *biases;
};

static struct layer_parts parts_of_layer(size_t n, size_t k, const void *layer) {
    struct layer_parts parts;
    parts.columns = round_up(n, LAYER_COLUMNS);
    parts.depth = round_up(k, GROUP);
    parts.weights = (int8_t *)layer;
    parts.corrections = (int32_t *)(parts.weights + round_up(parts.columns * parts.depth, 64));
    parts.scales = (float *)(parts.corrections + parts.columns);
    parts.biases = parts.scales + parts.columns;
    return parts;
}

static size_t layer_size(size_t n, size_t k) {
    size_t columns = round_up(n, LAYER_COLUMNS);
    return round_up(columns * round_up(k, GROUP), 64) + columns * 12;
}

static void pack_layer(
    size_t n, size_t k, const int8_t *weights, const float *scales, const float *biases, void *layer
) {
    struct layer_parts parts = parts_of_layer(n, k, layer);
    memset(layer, 0, layer_size(n, k));
    for (size_t j = 0; j < n; j++) {
        int8_t *panel = parts.weights + j / LAYER_COLUMNS * LAYER_COLUMNS * parts.depth;
        int32_t sum = 0;
        for (size_t p = 0; p < k; p++) {
            int8_t weight = weights[j * k + p];
            panel[p / GROUP * GROUP * LAYER_COLUMNS + j % LAYER_COLUMNS * GROUP + p % GROUP] = weight;
            sum += weight;
        }
        parts.corrections[j] = INPUT_OFFSET * sum;
        parts.scales[j] = scales[j];
        parts.biases[j] = biases[j];
    }
}

/// Where a tile's results go: element (i, j) to `base[i * row_stride + j * column_stride]`.
struct layer_output {
    float *base;
    size_t row_stride, column_stride;
};

/// A tile of at most LAYER_ROWS x LAYER_COLUMNS results. `height` is a constant wherever this is called.
INLINE void layer_tile(
    size_t height, size_t columns, size_t depth, const layer_input *restrict input,
    const float *restrict input_scales, const layer_weight *restrict panel, const struct layer_parts *parts,
    size_t first, struct layer_output out
) {
    int_lanes sum[LAYER_ROWS][LAYER_VECTORS];
    UNROLL for (size_t i = 0; i < height; i++)
        UNROLL for (int j = 0; j < LAYER_VECTORS; j++) sum[i][j] = (int_lanes){0};
    const layer_input *end = input + depth;
    while (input < end) {
        layer_vector weights[LAYER_VECTORS];
        UNROLL for (int j = 0; j < LAYER_VECTORS; j++)
            weights[j] = load_weights(panel + j * LANES * GROUP);
        UNROLL for (size_t i = 0; i < height; i++) {
            layer_vector group = broadcast_group(input + i * depth);
            UNROLL for (int j = 0; j < LAYER_VECTORS; j++) sum[i][j] = add_products(sum[i][j], group, weights[j]);
        }
        input += GROUP;
        panel += GROUP * LAYER_COLUMNS;
    }
    float edge[LAYER_ROWS][LAYER_COLUMNS];
    int whole = columns == LAYER_COLUMNS && out.column_stride == 1;
    UNROLL for (int j = 0; j < LAYER_VECTORS; j++) {
        size_t column = first + j * LANES;
        int_lanes correction = *(const int_lanes *)(parts->corrections + column);
        layer_lanes scale = *(const layer_lanes *)(parts->scales + column);
        layer_lanes bias = *(const layer_lanes *)(parts->biases + column);
        UNROLL for (size_t i = 0; i < height; i++) {
            int_lanes exact = INPUT_OFFSET ? sum[i][j] - correction : sum[i][j];
            layer_lanes result = (input_scales[i] * scale) * __builtin_convertvector(exact, layer_lanes) + bias;
            float *place = whole ? out.base + i * out.row_stride + j * LANES : edge[i] + j * LANES;
            *(layer_lanes *)place = result;
        }
    }
    if (whole) return;
    for (size_t j = 0; j < columns; j++)
        for (size_t i = 0; i < height; i++)
            out.base[i * out.row_stride + j * out.column_stride] = edge[i][j];
}

/// All rows of a block of quantised inputs times one panel.
static void layer_panel(
    size_t rows, size_t columns, size_t depth, const layer_input *input, const float *input_scales,
    const layer_weight *panel, const struct layer_parts *parts, size_t first, struct layer_output out
) {
    while (rows >= LAYER_ROWS) {
        layer_tile(LAYER_ROWS, columns, depth, input, input_scales, panel, parts, first, out);
        input += LAYER_ROWS * depth;
        input_scales += LAYER_ROWS;
        out.base += LAYER_ROWS * out.row_stride;
        rows -= LAYER_ROWS;
    }
    while (rows > 0) {
        size_t height = rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
        if (height == 4) {
            layer_tile(4, columns, depth, input, input_scales, panel, parts, first, out);
        } else if (height == 2) {
            layer_tile(2, columns, depth, input, input_scales, panel, parts, first, out);
        } else {
            layer_tile(1, columns, depth, input, input_scales, panel, parts, first, out);
        }
        input += height * depth;
        input_scales += height;
        out.base += height * out.row_stride;
        rows -= height;
    }
}

/// The rows quantised at a time: as many as half a small second-level cache holds.
static size_t layer_row_block(size_t m, size_t depth) {
    size_t fitting = LAYER_BLOCK_BYTES / (depth * sizeof(layer_input) + 1) / LAYER_ROWS * LAYER_ROWS;
    return smaller(m, fitting > 4 * LAYER_ROWS ? fitting : 4 * LAYER_ROWS);
}

static size_t layer_scratch_size(size_t m, size_t n, size_t k) {
    (void)n;
    size_t depth = round_up(k, GROUP), rows = layer_row_block(m, depth);
    size_t panel = GROUP == 2 ? LAYER_COLUMNS * depth * sizeof(layer_weight) : 0;
    return panel + round_up(rows, 16) * sizeof(float) + rows * depth * sizeof(layer_input);
}

/// `floats` [m x k], or `bytes` [m x k] with `scales`, times the layer.
INLINE void apply_layer_in_blocks(
    size_t m, size_t n, size_t k, const float *floats, const int8_t *bytes, const float *scales,
    const void *layer, struct layer_output out, void *scratch
) {
    struct layer_parts parts = parts_of_layer(n, k, layer);
    size_t depth = parts.depth, block = layer_row_block(m, depth);
    layer_weight *widened = scratch;
    float *input_scales = (float *)(widened + (GROUP == 2 ? LAYER_COLUMNS * depth : 0));
    layer_input *input = (layer_input *)(input_scales + round_up(block, 16));
    for (size_t i0 = 0; i0 < m; i0 += block) {
        size_t rows = smaller(block, m - i0);
        for (size_t i = 0; i < rows; i++) {
            layer_input *row = input + i * depth;
            if (floats) {
                input_scales[i] = quantize_to_layer_input(k, floats + (i0 + i) * k, row);
            } else {
                input_scales[i] = scales[i0 + i];
                for (size_t p = 0; p < k; p++)
                    row[p] = (layer_input)(bytes[(i0 + i) * k + p] + INPUT_OFFSET);
            }
            for (size_t p = k; p < depth; p++) row[p] = 0;
        }
        for (size_t j = 0; j < n; j += LAYER_COLUMNS) {
            const int8_t *panel = parts.weights + j * depth;
#if GROUP == 2
            for (size_t p = 0; p < LAYER_COLUMNS * depth; p++) widened[p] = panel[p];
            const layer_weight *operand = widened;
#else
            const layer_weight *operand = panel;
#endif
            struct layer_output place = out;
            place.base += i0 * out.row_stride + j * out.column_stride;
            layer_panel(
                rows, smaller(LAYER_COLUMNS, n - j), depth, input, input_scales, operand, &parts, j, place);
        }
    }
}

static void apply_layer(
    size_t m, size_t n, size_t k, const float *input, const void *layer, float *out, void *scratch
) {
    struct layer_output output = {out, n, 1};
    apply_layer_in_blocks(m, n, k, input, 0, 0, layer, output, scratch);
}

static void apply_layer_to_int8(
    size_t m, size_t n, size_t k, const int8_t *input, const float *scales, const void *layer, float *out,
    size_t out_stride, void *scratch
) {
    struct layer_output output = {out, 1, out_stride};
    apply_layer_in_blocks(m, n, k, 0, input, scales, layer, output, scratch);
}
