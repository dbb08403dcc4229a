// Products of short codes: int8 vectors so small that sums of half their products fit 16 bits (see `pack_codes`).
// Columns are packed into panels of CODE_COLUMNS; a panel starts with what the sums of its columns start from, and
// then holds 4 consecutive codes of every column after another. Rows are bytes with CODE_OFFSET added.
//
// Where `vpmaddubsw` is all there is (CODE_PAIRS), a column has two sums of 16 bits, which may wrap on their way and
// are right in the end. Elsewhere it has one of 32 bits. The results are the same at every level.

#define CODE_VECTORS LAYER_VECTORS
#define CODE_COLUMNS (CODE_VECTORS * LANES)
#define CODE_ROWS LAYER_ROWS
#define CODE_GROUP 4

#ifdef CODE_PAIRS
#define CODE_OFFSET 64
#elif GROUP == 4
#define CODE_OFFSET (INPUT_OFFSET ? 64 : 0)
typedef layer_vector code_vector;
typedef int_lanes code_sums;
INLINE code_vector load_codes(const int8_t *p) { return load_weights(p); }
INLINE code_vector broadcast_codes(const uint8_t *p) { return broadcast_group((const layer_input *)p); }
INLINE code_sums add_code_products(code_sums sum, code_vector row, code_vector columns) {
    return add_products(sum, row, columns);
}
INLINE int_lanes finish_code_sums(code_sums sum) { return sum; }
#else
// Levels that old machines have: plain C.
#define CODE_OFFSET 64
typedef struct { uint8_t bytes[4 * LANES]; } code_vector;
typedef int_lanes code_sums;
INLINE code_vector load_codes(const int8_t *p) {
    code_vector v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE code_vector broadcast_codes(const uint8_t *p) {
    code_vector v;
    UNROLL for (int l = 0; l < LANES; l++) memcpy(v.bytes + 4 * l, p, 4);
    return v;
}
INLINE code_sums add_code_products(code_sums sum, code_vector row, code_vector columns) {
    UNROLL for (int l = 0; l < LANES; l++)
        UNROLL for (int g = 0; g < 4; g++)
            sum[l] += (int32_t)row.bytes[4 * l + g] * (int32_t)(int8_t)columns.bytes[4 * l + g];
    return sum;
}
INLINE int_lanes finish_code_sums(code_sums sum) { return sum; }
#endif

/// A bit for each lane that is not zero; lanes are 0 or -1.
INLINE uint32_t lanes_that_hold(int_lanes mask) {
#if defined(__x86_64__) && LANES == 8
    return (uint32_t)_mm256_movemask_ps((__m256)mask);
#elif defined(__x86_64__) && LANES == 16
    return (uint32_t)_mm512_movepi32_mask((__m512i)mask);
#elif defined(__x86_64__)
    return (uint32_t)_mm_movemask_ps((__m128)mask);
#else
    uint32_t bits = 0;
    if (__builtin_reduce_or(mask) == 0) return 0;
    UNROLL for (int l = 0; l < LANES; l++) bits |= (uint32_t)(mask[l] & 1) << l;
    return bits;
#endif
}

/// A bit for each lane of a panel's vector `j` that is one of its first `columns`.
INLINE uint32_t lanes_inside(size_t columns, int j) {
    size_t first = (size_t)j * LANES;
    return (uint32_t)((1ull << (columns > first ? smaller(columns - first, LANES) : 0)) - 1);
}

static size_t code_panel_size(size_t k) { return CODE_COLUMNS * CODE_GROUP * (1 + round_up(k, 4) / 4); }

static size_t codes_size(size_t n, size_t k) {
    return round_up(n, CODE_COLUMNS) / CODE_COLUMNS * code_panel_size(k);
}

static void pack_codes(size_t n, size_t k, const int8_t *codes, void *packed) {
    memset(packed, 0, codes_size(n, k));
    for (size_t j = 0; j < n; j++) {
        int8_t *panel = (int8_t *)packed + j / CODE_COLUMNS * code_panel_size(k);
        int8_t *start = panel + j % CODE_COLUMNS * CODE_GROUP;
        int32_t even = 0, odd = 0;
        const int8_t *code = codes + j * k;
        for (size_t p = 0; p < k; p++) {
            start[CODE_COLUMNS * CODE_GROUP * (1 + p / 4) + p % 4] = code[p];
            if (p % 4 < 2) even += code[p];
            else odd += code[p];
        }
#ifdef CODE_PAIRS
        int16_t sums[2] = {(int16_t)(uint16_t)(-CODE_OFFSET * even), (int16_t)(uint16_t)(-CODE_OFFSET * odd)};
#else
        int32_t sums[1] = {-CODE_OFFSET * (even + odd)};
#endif
        memcpy(start, sums, sizeof sums);
    }
}

static void pack_code_rows(size_t count, const int8_t *codes, uint8_t *rows) {
    for (size_t i = 0; i < count; i++) rows[i] = (uint8_t)(codes[i] + CODE_OFFSET);
}

/// The products of `height` <= CODE_ROWS rows with a panel's columns.
INLINE void code_tile(
    size_t height, size_t steps, const uint8_t *const *rows, const int8_t *panel,
    int_lanes out[CODE_ROWS][CODE_VECTORS]
) {
    code_sums sum[CODE_ROWS][CODE_VECTORS];
    const uint8_t *place[CODE_ROWS];
    UNROLL for (size_t i = 0; i < height; i++) place[i] = rows[i];
    UNROLL for (int j = 0; j < CODE_VECTORS; j++) {
        code_sums start;
        memcpy(&start, panel + j * LANES * CODE_GROUP, sizeof start);
        UNROLL for (size_t i = 0; i < height; i++) sum[i][j] = start;
    }
    for (size_t step = 0; step < steps; step++) {
        panel += CODE_COLUMNS * CODE_GROUP;
        code_vector columns[CODE_VECTORS];
        UNROLL for (int j = 0; j < CODE_VECTORS; j++) columns[j] = load_codes(panel + j * LANES * CODE_GROUP);
        UNROLL for (size_t i = 0; i < height; i++) {
            code_vector row = broadcast_codes(place[i] + step * CODE_GROUP);
            UNROLL for (int j = 0; j < CODE_VECTORS; j++)
                sum[i][j] = add_code_products(sum[i][j], row, columns[j]);
        }
    }
    UNROLL for (size_t i = 0; i < height; i++)
        UNROLL for (int j = 0; j < CODE_VECTORS; j++) out[i][j] = finish_code_sums(sum[i][j]);
}

/// What is done with products: written where `products` is not null; the best of a row kept where `best` is not
/// null; else compared with thresholds.
struct code_work {
    size_t n, steps, stride;
    const uint8_t *rows;
    const uint32_t *chosen;
    int32_t *products;
    int32_t *best;
    uint32_t *best_columns;
    const int32_t *row_thresholds, *column_thresholds;
    uint64_t *pairs;
};

INLINE size_t code_tile_results(
    size_t height, const struct code_work *work, size_t row, const int8_t *panel, size_t column, size_t found
) {
    const uint8_t *rows[CODE_ROWS];
    UNROLL for (size_t i = 0; i < height; i++)
        rows[i] = work->rows + (work->chosen ? work->chosen[row + i] : row + i) * work->stride;
    int_lanes sums[CODE_ROWS][CODE_VECTORS];
    code_tile(height, work->steps, rows, panel, sums);
    size_t columns = smaller(CODE_COLUMNS, work->n - column);
    if (work->products) {
        UNROLL for (size_t i = 0; i < height; i++) {
            int32_t *out = work->products + (row + i) * work->n + column;
            if (columns == CODE_COLUMNS) {
                UNROLL for (int j = 0; j < CODE_VECTORS; j++) *(int_lanes *)(out + j * LANES) = sums[i][j];
            } else {
                memcpy(out, sums[i], columns * sizeof(int32_t));
            }
        }
        return found;
    }
    if (work->best) {
        UNROLL for (size_t i = 0; i < height; i++)
            UNROLL for (int j = 0; j < CODE_VECTORS; j++) {
                uint32_t bits = lanes_that_hold(sums[i][j] > work->best[row + i]);
                for (; bits & lanes_inside(columns, j); bits &= bits - 1) {
                    int lane = __builtin_ctz(bits);
                    if (sums[i][j][lane] <= work->best[row + i]) continue;
                    work->best[row + i] = sums[i][j][lane];
                    work->best_columns[row + i] = (uint32_t)(column + (size_t)j * LANES) + (uint32_t)lane;
                }
            }
        return found;
    }
    int_lanes thresholds[CODE_VECTORS];
    if (columns == CODE_COLUMNS) {
        memcpy(thresholds, work->column_thresholds + column, sizeof thresholds);
    } else {
        memset(thresholds, 0, sizeof thresholds);
        memcpy(thresholds, work->column_thresholds + column, columns * sizeof(int32_t));
    }
    UNROLL for (size_t i = 0; i < height; i++)
        UNROLL for (int j = 0; j < CODE_VECTORS; j++) {
            int_lanes reaches = (sums[i][j] >= work->row_thresholds[row + i]) | (sums[i][j] >= thresholds[j]);
            uint32_t bits = lanes_that_hold(reaches);
            bits &= lanes_inside(columns, j);
            for (; bits; bits &= bits - 1) {
                uint32_t lane = (uint32_t)__builtin_ctz(bits);
                work->pairs[found++] = (uint64_t)(uint32_t)sums[i][j][lane] << 32 | (row + i) << 16
                    | (column + (size_t)j * LANES + lane);
            }
        }
    return found;
}

/// All rows times one panel after another, so that rows stay in the cache and panels come once.
INLINE size_t apply_codes(size_t m, const struct code_work *work, const void *packed) {
    const int8_t *panel = packed;
    size_t found = 0, size = CODE_COLUMNS * CODE_GROUP * (1 + work->steps);
    for (size_t column = 0; column < work->n; column += CODE_COLUMNS, panel += size) {
        size_t row = 0;
        for (; row + CODE_ROWS <= m; row += CODE_ROWS)
            found = code_tile_results(CODE_ROWS, work, row, panel, column, found);
        for (; row + 4 <= m; row += 4) found = code_tile_results(4, work, row, panel, column, found);
        for (; row + 2 <= m; row += 2) found = code_tile_results(2, work, row, panel, column, found);
        if (row < m) found = code_tile_results(1, work, row, panel, column, found);
    }
    return found;
}

static void code_products(
    size_t m, size_t n, size_t k, const uint8_t *rows, const uint32_t *chosen, const void *packed, int32_t *products
) {
    struct code_work work = {
        .n = n, .steps = k / 4, .stride = k, .rows = rows, .chosen = chosen, .products = products};
    apply_codes(m, &work, packed);
}

static void code_best(
    size_t m, size_t n, size_t k, const uint8_t *rows, const uint32_t *chosen, const void *packed, int32_t *best,
    uint32_t *best_columns
) {
    struct code_work work = {
        .n = n, .steps = k / 4, .stride = k, .rows = rows, .chosen = chosen, .best = best,
        .best_columns = best_columns};
    for (size_t i = 0; i < m; i++) {
        best[i] = INT32_MIN;
        best_columns[i] = 0;
    }
    apply_codes(m, &work, packed);
}

static size_t code_pairs(
    size_t m, size_t n, size_t k, const uint8_t *rows, const uint32_t *chosen, const int32_t *row_thresholds,
    const void *packed, const int32_t *column_thresholds, uint64_t *pairs
) {
    struct code_work work = {
        .n = n, .steps = k / 4, .stride = k, .rows = rows, .chosen = chosen, .row_thresholds = row_thresholds,
        .column_thresholds = column_thresholds, .pairs = pairs};
    return apply_codes(m, &work, packed);
}
