#ifndef SPARSE_PRODUCTS_H
#define SPARSE_PRODUCTS_H

#include <stddef.h>
#include <stdint.h>

/// A sparse vector as an open hash table: the place of column c is (c * 0x9E3779B1) >> shift, or one of the next.
struct sparse_table {
    /// UINT32_MAX where a place is free; `mask` + 1 of them.
    const uint32_t *columns;
    /// One a place.
    const float *weights;
    size_t mask;
    uint32_t shift;
};

/// products[i] = the sum, entry by entry, of the weights of row `rows[i]` times the table's, where row r has the entries
/// `offsets[r]` to `offsets[r + 1]` of `columns` and of `weights`. O(entries of the rows).
void sparse_products(
    size_t n, const uint32_t *rows, const int64_t *offsets, const uint32_t *columns, const float *weights,
    struct sparse_table table, float *products);

#endif
