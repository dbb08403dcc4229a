#include "include/SparseProducts.h"

// Sums must have the same bits everywhere.
#pragma STDC FP_CONTRACT OFF

// Rows lie anywhere in memory, so they are asked for some rows ahead: their places first, then what lies there.
enum { ROWS_AHEAD = 6, PLACES_AHEAD = 12 };

void sparse_products(
    size_t n, const uint32_t *rows, const int64_t *offsets, const uint32_t *columns, const float *weights,
    size_t lanes, struct sparse_table table, float *products
) {
    for (size_t i = 0; i < n; i++) {
        if (i + PLACES_AHEAD < n) __builtin_prefetch(offsets + rows[i + PLACES_AHEAD]);
        if (i + ROWS_AHEAD < n) {
            int64_t first = offsets[rows[i + ROWS_AHEAD]];
            for (int64_t line = 0; line < 2; line++) __builtin_prefetch(columns + first + 16 * line);
        }
        float sum = 0;
        for (int64_t entry = offsets[rows[i]]; entry < offsets[rows[i] + 1]; entry++) {
            uint32_t column = columns[entry];
            size_t place = (uint32_t)(column * UINT32_C(0x9E3779B1)) >> table.shift;
            while (table.columns[place] != column && table.columns[place] != UINT32_MAX) {
                place = (place + 1) & table.mask;
            }
            if (table.columns[place] == column) {
                float product = table.weights[4 * place] * weights[(size_t)entry * lanes];
                sum += product;
            }
        }
        products[i] = sum;
    }
}
