// The float32 matrix product: Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication",
// ACM TOMS 34(3), 2008. A block of b [INNER_BLOCK x COLUMN_BLOCK] is packed into panels of TILE_COLUMNS
// columns, a block of a [ROW_BLOCK x INNER_BLOCK] into panels of FLOAT_ROWS rows; a panel of b stays in the
// first-level cache while the panels of a stream past it from the second.

#define TILE_COLUMNS (FLOAT_VECTORS * LANES)
#define INNER_BLOCK 384
#define COLUMN_BLOCK 768
#define ROW_BLOCK 96

typedef float float_lanes __attribute__((vector_size(4 * LANES), aligned(4)));

/// out [rows x columns] (+)= panel of a [k x FLOAT_ROWS] times panel of b [k x TILE_COLUMNS].
INLINE void multiply_tile(
    size_t rows, size_t columns, size_t k, const float *restrict a, const float *restrict b,
    float *restrict out, size_t out_stride, int accumulate
) {
#pragma clang fp contract(fast)
    float_lanes sum[FLOAT_ROWS][FLOAT_VECTORS];
    UNROLL for (int i = 0; i < FLOAT_ROWS; i++)
        UNROLL for (int j = 0; j < FLOAT_VECTORS; j++) sum[i][j] = (float_lanes){0};
    for (size_t p = 0; p < k; p++) {
        float_lanes row[FLOAT_VECTORS];
        UNROLL for (int j = 0; j < FLOAT_VECTORS; j++) row[j] = *(const float_lanes *)(b + j * LANES);
        UNROLL for (int i = 0; i < FLOAT_ROWS; i++) {
            float_lanes factor = a[i] - (float_lanes){0};
            UNROLL for (int j = 0; j < FLOAT_VECTORS; j++) sum[i][j] += factor * row[j];
        }
        a += FLOAT_ROWS;
        b += TILE_COLUMNS;
    }
    if (rows == FLOAT_ROWS && columns == TILE_COLUMNS) {
        UNROLL for (int i = 0; i < FLOAT_ROWS; i++)
            UNROLL for (int j = 0; j < FLOAT_VECTORS; j++) {
                float_lanes *place = (float_lanes *)(out + i * out_stride + j * LANES);
                *place = accumulate ? *place + sum[i][j] : sum[i][j];
            }
        return;
    }
    float edge[FLOAT_ROWS][TILE_COLUMNS];
    UNROLL for (int i = 0; i < FLOAT_ROWS; i++)
        UNROLL for (int j = 0; j < FLOAT_VECTORS; j++) *(float_lanes *)(edge[i] + j * LANES) = sum[i][j];
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            float *place = out + i * out_stride + j;
            *place = accumulate ? *place + edge[i][j] : edge[i][j];
        }
}

/// Packs `count` lines of k elements into panels of `width` lines, element by element, the last one padded
/// with zeros: a line is a row of a or a column of b.
INLINE void pack_panels(
    size_t count, size_t k, size_t width, const float *base, size_t line_stride, size_t element_stride,
    float *restrict packed
) {
    for (size_t first = 0; first < count; first += width) {
        const float *lines = base + first * line_stride;
        size_t present = smaller(width, count - first);
        if (present < width) {
            for (size_t p = 0; p < k; p++)
                for (size_t i = 0; i < width; i++)
                    packed[p * width + i] =
                        i < present ? lines[i * line_stride + p * element_stride] : 0;
        } else if (line_stride == 1) {
            for (size_t p = 0; p < k; p++)
                memcpy(packed + p * width, lines + p * element_stride, width * sizeof(float));
        } else {
            // Eight elements of a line are one or two cache lines: read them together, before the next line.
            size_t p = 0;
            for (; p + 8 <= k; p += 8)
                for (size_t i = 0; i < width; i++)
                    UNROLL for (int e = 0; e < 8; e++)
                        packed[(p + e) * width + i] = lines[i * line_stride + (p + e) * element_stride];
            for (; p < k; p++)
                for (size_t i = 0; i < width; i++)
                    packed[p * width + i] = lines[i * line_stride + p * element_stride];
        }
        packed += k * width;
    }
}

static void pack_row_panels(size_t m, size_t k, struct float_matrix a, float *packed) {
    if (a.column_stride == 1) {
        pack_panels(m, k, FLOAT_ROWS, a.base, a.row_stride, 1, packed);
    } else {
        pack_panels(m, k, FLOAT_ROWS, a.base, a.row_stride, a.column_stride, packed);
    }
}

static void pack_column_panels(size_t n, size_t k, struct float_matrix b, float *packed) {
    if (b.row_stride == 1) {
        pack_panels(n, k, TILE_COLUMNS, b.base, b.column_stride, 1, packed);
    } else {
        pack_panels(n, k, TILE_COLUMNS, b.base, b.column_stride, b.row_stride, packed);
    }
}

/// out [m x n] (+)= a [m x k] times packed panels of b [k x n], for k <= INNER_BLOCK.
static void multiply_block(
    size_t m, size_t n, size_t k, struct float_matrix a, const float *packed_b, float *out, size_t out_stride,
    int accumulate, float *packed_a
) {
    for (size_t i0 = 0; i0 < m; i0 += ROW_BLOCK) {
        size_t rows = smaller(ROW_BLOCK, m - i0);
        struct float_matrix block = a;
        block.base += i0 * a.row_stride;
        pack_row_panels(rows, k, block, packed_a);
        for (size_t j = 0; j < n; j += TILE_COLUMNS)
            for (size_t i = 0; i < rows; i += FLOAT_ROWS)
                multiply_tile(
                    smaller(FLOAT_ROWS, rows - i), smaller(TILE_COLUMNS, n - j), k, packed_a + i * k,
                    packed_b + j * k, out + (i0 + i) * out_stride + j, out_stride, accumulate);
    }
}

static size_t packed_columns_size(size_t n, size_t k) {
    return round_up(n, TILE_COLUMNS) * k * sizeof(float);
}

static void pack_columns(size_t n, size_t k, struct float_matrix b, float *packed) {
    for (size_t p = 0; p < k; p += INNER_BLOCK) {
        struct float_matrix block = b;
        block.base += p * b.row_stride;
        pack_column_panels(n, smaller(INNER_BLOCK, k - p), block, packed + p * round_up(n, TILE_COLUMNS));
    }
}

static size_t multiply_scratch_size(size_t m, size_t n, size_t k) {
    size_t inner = smaller(INNER_BLOCK, k);
    size_t a = round_up(smaller(ROW_BLOCK, m), FLOAT_ROWS) * inner;
    size_t b = round_up(smaller(COLUMN_BLOCK, n), TILE_COLUMNS) * inner;
    return (a + b) * sizeof(float);
}

static void clear_unless(int accumulate, size_t count, float *out) {
    if (!accumulate) memset(out, 0, count * sizeof(float));
}

static void multiply_packed(
    size_t m, size_t n, size_t k, struct float_matrix a, const float *packed, float *out, int accumulate,
    void *scratch
) {
    if (k == 0) clear_unless(accumulate, m * n, out);
    for (size_t p = 0; p < k; p += INNER_BLOCK) {
        struct float_matrix block = a;
        block.base += p * a.column_stride;
        multiply_block(
            m, n, smaller(INNER_BLOCK, k - p), block, packed + p * round_up(n, TILE_COLUMNS), out, n,
            accumulate || p > 0, scratch);
    }
}

static void multiply(
    size_t m, size_t n, size_t k, struct float_matrix a, struct float_matrix b, float *out, int accumulate,
    void *scratch
) {
    if (k == 0) clear_unless(accumulate, m * n, out);
    float *packed_a = scratch;
    float *packed_b = packed_a + round_up(smaller(ROW_BLOCK, m), FLOAT_ROWS) * smaller(INNER_BLOCK, k);
    for (size_t j = 0; j < n; j += COLUMN_BLOCK)
        for (size_t p = 0; p < k; p += INNER_BLOCK) {
            size_t columns = smaller(COLUMN_BLOCK, n - j), inner = smaller(INNER_BLOCK, k - p);
            struct float_matrix left = a, right = b;
            left.base += p * a.column_stride;
            right.base += p * b.row_stride + j * b.column_stride;
            pack_column_panels(columns, inner, right, packed_b);
            multiply_block(m, columns, inner, left, packed_b, out + j, n, accumulate || p > 0, packed_a);
        }
}
