// The int8 linear layer. Weights are packed into panels of LAYER_COLUMNS output columns; inside a panel,
// GROUP consecutive weights of a column lie together, as one instruction multiplies and adds them:
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

/// One panel's work on a block of rows, over `depth` of the `stride` elements of each row.
struct panel_work {
    size_t depth, stride, columns, first;
    const layer_input *input;
    const float *input_scales;
    const layer_weight *panel;
    /// Sums of the rows' earlier and later elements, LAYER_COLUMNS for each row; read where `continues`, and
    /// written instead of the results where `is_continued`.
    int32_t *partial;
    int continues, is_continued;
    const struct layer_parts *parts;
    /// Results, row-major with rows of `out_stride`.
    float *out;
    size_t out_stride;
};

/// A tile of at most LAYER_ROWS x LAYER_COLUMNS results. `height` is a constant wherever this is called.
INLINE void layer_tile(size_t height, const struct panel_work *work, size_t row) {
    const layer_input *restrict input = work->input + row * work->stride;
    const layer_weight *restrict panel = work->panel;
    const layer_input *end = input + work->depth;
    const size_t stride = work->stride;
    int32_t *partial = work->partial + row * LAYER_COLUMNS;
    int_lanes sum[LAYER_ROWS][LAYER_VECTORS];
    UNROLL for (size_t i = 0; i < height; i++)
        UNROLL for (int j = 0; j < LAYER_VECTORS; j++)
            sum[i][j] =
                work->continues ? *(int_lanes *)(partial + i * LAYER_COLUMNS + j * LANES) : (int_lanes){0};
#pragma clang loop unroll_count(2)
    while (input < end) {
        layer_vector weights[LAYER_VECTORS];
        UNROLL for (int j = 0; j < LAYER_VECTORS; j++)
            weights[j] = load_weights(panel + j * LANES * GROUP);
        UNROLL for (size_t i = 0; i < height; i++) {
            layer_vector group = broadcast_group(input + i * stride);
            UNROLL for (int j = 0; j < LAYER_VECTORS; j++)
                sum[i][j] = add_products(sum[i][j], group, weights[j]);
        }
        input += GROUP;
        panel += GROUP * LAYER_COLUMNS;
    }
    if (work->is_continued) {
        UNROLL for (size_t i = 0; i < height; i++)
            UNROLL for (int j = 0; j < LAYER_VECTORS; j++)
                *(int_lanes *)(partial + i * LAYER_COLUMNS + j * LANES) = sum[i][j];
        return;
    }
    float *out = work->out + row * work->out_stride;
    float edge[LAYER_ROWS][LAYER_COLUMNS];
    int whole = work->columns == LAYER_COLUMNS;
    UNROLL for (int j = 0; j < LAYER_VECTORS; j++) {
        size_t column = work->first + j * LANES;
        int_lanes correction = *(const int_lanes *)(work->parts->corrections + column);
        layer_lanes scale = *(const layer_lanes *)(work->parts->scales + column);
        layer_lanes bias = *(const layer_lanes *)(work->parts->biases + column);
        UNROLL for (size_t i = 0; i < height; i++) {
            int_lanes exact = INPUT_OFFSET ? sum[i][j] - correction : sum[i][j];
            layer_lanes factor = work->input_scales[row + i] * scale;
            layer_lanes result = factor * __builtin_convertvector(exact, layer_lanes) + bias;
            float *place = whole ? out + i * work->out_stride + j * LANES : edge[i] + j * LANES;
            *(layer_lanes *)place = result;
        }
    }
    if (whole) return;
    for (size_t j = 0; j < work->columns; j++)
        for (size_t i = 0; i < height; i++)
            out[i * work->out_stride + j] = edge[i][j];
}

/// All rows of a block of quantised inputs times one panel.
static void layer_panel(size_t rows, const struct panel_work *work) {
    size_t row = 0;
    for (; row + LAYER_ROWS <= rows; row += LAYER_ROWS) layer_tile(LAYER_ROWS, work, row);
    for (; row + 4 <= rows; row += 4) layer_tile(4, work, row);
    for (; row + 2 <= rows; row += 2) layer_tile(2, work, row);
    if (row < rows) layer_tile(1, work, row);
}

/// The rows quantised at a time: as many as half a small second-level cache holds.
static size_t layer_row_block(size_t m, size_t depth) {
    size_t fitting = LAYER_BLOCK_BYTES / (depth * sizeof(layer_input) + 1) / LAYER_ROWS * LAYER_ROWS;
    return smaller(m, fitting > 4 * LAYER_ROWS ? fitting : 4 * LAYER_ROWS);
}

/// Elements of a panel that are widened at a time, so that they stay in the first-level cache.
#define LAYER_DEPTH_BLOCK (GROUP == 2 ? 512 : SIZE_MAX)

/// `size` elements of `element` bytes, rounded up to cache lines.
INLINE void *take_scratch(char **scratch, size_t size, size_t element) {
    void *taken = *scratch;
    *scratch += round_up(size * element, 64);
    return taken;
}

static size_t layer_scratch_size(size_t m, size_t n, size_t k) {
    (void)n;
    size_t depth = round_up(k, GROUP), rows = layer_row_block(m, depth);
    size_t widened = GROUP == 2 ? LAYER_COLUMNS * smaller(depth, LAYER_DEPTH_BLOCK) : 0;
    return round_up(widened * sizeof(layer_weight), 64) + round_up(rows * sizeof(float), 64)
        + round_up(rows * LAYER_COLUMNS * sizeof(int32_t), 64)
        + round_up(rows * depth * sizeof(layer_input), 64);
}

static void apply_layer(
    size_t m, size_t n, size_t k, const float *input, const void *layer, float *out, void *scratch
) {
    struct layer_parts parts = parts_of_layer(n, k, layer);
    size_t depth = parts.depth, block = layer_row_block(m, depth);
    char *free_scratch = scratch;
    size_t depth_block = smaller(depth, LAYER_DEPTH_BLOCK);
#if GROUP == 2
    layer_weight *widened = take_scratch(&free_scratch, LAYER_COLUMNS * depth_block, sizeof(layer_weight));
#endif
    float *input_scales = take_scratch(&free_scratch, block, sizeof(float));
    int32_t *partial = take_scratch(&free_scratch, block * LAYER_COLUMNS, sizeof(int32_t));
    layer_input *quantized = take_scratch(&free_scratch, block * depth, sizeof(layer_input));
    for (size_t i0 = 0; i0 < m; i0 += block) {
        size_t rows = smaller(block, m - i0);
        for (size_t i = 0; i < rows; i++) {
            layer_input *row = quantized + i * depth;
            input_scales[i] = quantize_to_layer_input(k, input + (i0 + i) * k, row);
            for (size_t p = k; p < depth; p++) row[p] = 0;
        }
        for (size_t j = 0; j < n; j += LAYER_COLUMNS)
            for (size_t p = 0; p < depth; p += depth_block) {
                const int8_t *panel = parts.weights + j * depth + p * LAYER_COLUMNS;
                struct panel_work work = {
                    .depth = smaller(depth_block, depth - p), .stride = depth,
                    .columns = smaller(LAYER_COLUMNS, n - j), .first = j,
                    .input = quantized + p, .input_scales = input_scales, .partial = partial,
                    .continues = p > 0, .is_continued = p + depth_block < depth,
                    .parts = &parts, .out = out + i0 * n + j, .out_stride = n,
                };
#if GROUP == 2
                for (size_t e = 0; e < LAYER_COLUMNS * work.depth; e++) widened[e] = panel[e];
                work.panel = widened;
#else
                work.panel = panel;
#endif
                layer_panel(rows, &work);
            }
    }
}
