#include "include/SparseProducts.h"
#include "Fetch.h"

// Sums must have the same bits everywhere.
#pragma STDC FP_CONTRACT OFF

// Rows lie anywhere in memory, so they are asked for some rows ahead: their places first, then what lies there. Of
// its weights a row needs a few, which nobody knows before; waiting for them took most of the time.
enum { ROWS_AHEAD = 10, PLACES_AHEAD = 20, MOST_BYTES = 1024 };

static void fetch(const void *first, size_t bytes) { fetch_lines(first, bytes < MOST_BYTES ? bytes : MOST_BYTES); }

void sparse_products(
    size_t n, const uint32_t *rows, const int64_t *offsets, const uint32_t *columns, const float *weights,
    struct sparse_table table, float *products
) {
    for (size_t i = 0; i < n; i++) {
        if (i + PLACES_AHEAD < n) __builtin_prefetch(offsets + rows[i + PLACES_AHEAD]);
        if (i + ROWS_AHEAD < n) {
            int64_t first = offsets[rows[i + ROWS_AHEAD]];
            size_t entries = (size_t)(offsets[rows[i + ROWS_AHEAD] + 1] - first);
            fetch(columns + first, entries * sizeof *columns);
            fetch(weights + first, entries * sizeof *weights);
        }
        float sum = 0;
        for (int64_t entry = offsets[rows[i]]; entry < offsets[rows[i] + 1]; entry++) {
            uint32_t column = columns[entry];
            size_t place = (uint32_t)(column * UINT32_C(0x9E3779B1)) >> table.shift;
            while (table.columns[place] != column && table.columns[place] != UINT32_MAX) {
                place = (place + 1) & table.mask;
            }
            if (table.columns[place] == column) {
                float product = table.weights[place] * weights[entry];
                sum += product;
            }
        }
        products[i] = sum;
    }
}
