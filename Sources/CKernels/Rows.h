// Kernels that read a row and write a row. They run over 16 lanes at every level and round every product, so
// that they give the same bits on every machine.

INLINE float fold_sum(float16x v) {
    float s[16];
    *(float16x *)s = v;
    UNROLL for (int w = 8; w > 0; w /= 2)
        UNROLL for (int i = 0; i < 8; i++) if (i < w) s[i] += s[i + w];
    return s[0];
}

INLINE float16x select_lanes(int16x mask, float16x yes, float16x no) {
    return (float16x)((mask & (int16x)yes) | (~mask & (int16x)no));
}

INLINE float16x larger_lanes(float16x a, float16x b) { return select_lanes(a > b, a, b); }
INLINE float16x smaller_lanes(float16x a, float16x b) { return select_lanes(a < b, a, b); }
INLINE float16x magnitudes(float16x v) { return (float16x)((int16x)v & 0x7fffffff); }

INLINE float fold_max(float16x v) {
    float s[16];
    *(float16x *)s = v;
    UNROLL for (int w = 8; w > 0; w /= 2)
        UNROLL for (int i = 0; i < 8; i++) if (i < w) s[i] = s[i] > s[i + w] ? s[i] : s[i + w];
    return s[0];
}

/// The 16 floats at `p`, or the first `count` of them and `filler` after.
INLINE float16x load_floats(const float *p, size_t count, float filler) {
    if (count >= 16) return *(const float16x *)p;
    float16x v = filler - (float16x){0};
    memcpy(&v, p, count * sizeof(float));
    return v;
}

INLINE void store_floats(float *p, size_t count, float16x v) {
    if (count >= 16) {
        *(float16x *)p = v;
    } else {
        memcpy(p, &v, count * sizeof(float));
    }
}

/// Adding 1.5 * 2^23 to a small float leaves no bits for a fraction: it rounds to an integer, ties to even,
/// which then stands in the low bits, above those of the constant itself.
#define ROUNDING_SHIFT 12582912.0f
#define ROUNDING_SHIFT_BITS 0x4b400000

/// The scale of a row and, in `inverse`, the factor that takes it to -127...127; see `quantize_row`.
INLINE float quantization_scale(size_t d, const float *row, float *inverse) {
    // Magnitudes order as their bits do, and infinities and NaN come after all numbers.
    int16x largest = {0};
    size_t j = 0;
    for (; j + 16 <= d; j += 16)
        largest = __builtin_elementwise_max(largest, (int16x)magnitudes(*(const float16x *)(row + j)));
    if (j < d)
        largest = __builtin_elementwise_max(largest, (int16x)magnitudes(load_floats(row + j, d - j, 0)));
    int32_t bits = __builtin_reduce_max(largest);
    float top;
    memcpy(&top, &bits, sizeof top);
    *inverse = 0;
    if (bits >= 0x7f800000) return __builtin_nanf("");
    if (top < 0x1p-100f) return 0;
    *inverse = 127 / top;
    return top / 127;
}

INLINE int16x quantized_lanes(float16x v, float inverse) {
    return (int16x)(v * inverse + ROUNDING_SHIFT) - ROUNDING_SHIFT_BITS;
}

static float quantize_row(size_t d, const float *row, int8_t *out) {
    float inverse, scale = quantization_scale(d, row, &inverse);
    if (inverse == 0) {
        memset(out, 0, d);
        return scale;
    }
    for (size_t j = 0; j < d; j += 16) {
        int16x q = quantized_lanes(load_floats(row + j, d - j, 0), inverse);
        byte16x bytes = __builtin_convertvector(q, byte16x);
        memcpy(out + j, &bytes, smaller(16, d - j));
    }
    return scale;
}

/// x max 0 - t / p(t)^16, t = |x|, where p^-16 approximates erfc(t / sqrt 2) / 2: the form of Abramowitz and
/// Stegun 7.1.28, fitted anew so that the error of t / p(t)^16 is even over 0...6 (2.2e-7). With the
/// rounding, the absolute error is 6e-7 up to |x| = 8. The polynomial is added up as a tree (Estrin), whose
/// steps wait for each other less than Horner's.
INLINE float16x gelu_lanes(float16x x) {
    float16x t = smaller_lanes(magnitudes(x), 10 - (float16x){0});
    float16x t2 = t * t;
    float16x low = (1.0442748069763184f + 5.206397920846939e-02f * t)
        + (2.211371622979641e-02f + 3.3705111127346754e-03f * t) * t2;
    float16x high = (7.532202289439738e-05f + 3.964926872868091e-05f * t) + 6.988008408370661e-06f * t2;
    float16x p = low + high * (t2 * t2);
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    return larger_lanes((float16x){0}, x) - t / p;
}

static void gelu(size_t count, float *values) {
    size_t i = 0;
    // Two at a time, so that one fills the other's waits.
    for (; i + 32 <= count; i += 32) {
        float16x first = gelu_lanes(*(float16x *)(values + i));
        float16x second = gelu_lanes(*(float16x *)(values + i + 16));
        *(float16x *)(values + i) = first;
        *(float16x *)(values + i + 16) = second;
    }
    for (; i < count; i += 16)
        store_floats(values + i, count - i, gelu_lanes(load_floats(values + i, count - i, 0)));
}

static void normalize_layer(
    size_t m, size_t d, float *rows, const float *residual, const float *weight, const float *bias,
    float epsilon
) {
    for (size_t i = 0; i < m; i++) {
        float *row = rows + i * d;
        float16x sum = {0}, squares = {0};
        for (size_t j = 0; j < d; j += 16) {
            float16x v = load_floats(row + j, d - j, 0);
            if (residual) {
                v += load_floats(residual + i * d + j, d - j, 0);
                store_floats(row + j, d - j, v);
            }
            sum += v;
        }
        float mean = fold_sum(sum) / (float)d;
        for (size_t j = 0; j < d; j += 16) {
            float16x v = load_floats(row + j, d - j, mean) - mean;
            squares += v * v;
        }
        float scale = 1 / __builtin_elementwise_sqrt(fold_sum(squares) / (float)d + epsilon);
        for (size_t j = 0; j < d; j += 16) {
            float16x v = (load_floats(row + j, d - j, mean) - mean) * scale;
            v = v * load_floats(weight + j, d - j, 0) + load_floats(bias + j, d - j, 0);
            store_floats(row + j, d - j, v);
        }
    }
}

/// e^x for x <= 0, within 2 units in the last place down to -87, below which it stays 2^-126:
/// x = n ln 2 + r, e^r as a polynomial (coefficients of Cephes's expf), the rest by adding n to the exponent.
INLINE float16x exponential(float16x x) {
    x = larger_lanes(-87.33654f - (float16x){0}, x);
    float16x shifted = x * 1.44269504088896341f + ROUNDING_SHIFT;
    float16x n = shifted - ROUNDING_SHIFT;
    float16x r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float16x r2 = r * r;
    float16x low = 5.0000001201e-1f + 1.6666665459e-1f * r;
    float16x middle = 4.1665795894e-2f + 8.3334519073e-3f * r;
    float16x high = 1.3981999507e-3f + 1.9875691500e-4f * r;
    float16x p = (low + (middle + high * r2) * r2) * r2 + r + 1.0f;
    int16x power = ((int16x)shifted - ROUNDING_SHIFT_BITS + 127) << 23;
    return p * (float16x)power;
}

/// row[j] = e^(row[j] - max of row); returns the sum. Room for a multiple of 16 floats must follow `row`,
/// which is zeroed beyond `d`, where `padded`.
INLINE float exponentiate_row(size_t d, float *row, int padded) {
    float16x largest = -__builtin_inff() - (float16x){0}, sum = {0};
    for (size_t j = 0; j < d; j += 16)
        largest = larger_lanes(load_floats(row + j, d - j, -__builtin_inff()), largest);
    float top = fold_max(largest);
    for (size_t j = 0; j < d; j += 16) {
        float16x v = exponential(load_floats(row + j, d - j, 0) - top);
        if (d - j < 16) {
            float16x tail = {0};
            memcpy(&tail, &v, (d - j) * sizeof(float));
            v = tail;
        }
        sum += v;
        store_floats(row + j, padded ? 16 : d - j, v);
    }
    return fold_sum(sum);
}

static void softmax(size_t m, size_t d, float *rows) {
    for (size_t i = 0; i < m; i++) {
        float *row = rows + i * d;
        float factor = 1 / exponentiate_row(d, row, 0);
        for (size_t j = 0; j < d; j += 16)
            store_floats(row + j, d - j, load_floats(row + j, d - j, 0) * factor);
    }
}

static void normalize_length(size_t m, size_t d, float *rows) {
    for (size_t i = 0; i < m; i++) {
        float *row = rows + i * d;
        float16x squares = {0};
        for (size_t j = 0; j < d; j += 16) {
            float16x v = load_floats(row + j, d - j, 0);
            squares += v * v;
        }
        float length = __builtin_elementwise_sqrt(fold_sum(squares));
        if (length == 0) continue;
        float factor = 1 / length;
        for (size_t j = 0; j < d; j += 16)
            store_floats(row + j, d - j, load_floats(row + j, d - j, 0) * factor);
    }
}

/// Sums 64 columns (or `width` <= 64) of the chosen rows, kept in registers over all rows.
INLINE void add_columns(
    size_t n, size_t d, size_t width, const uint32_t *ids, const int8_t *table, const float *scales,
    float *sums
) {
    float16x sum[4];
    UNROLL for (int v = 0; v < 4; v++) if (v * 16 < (int)width) sum[v] = *(float16x *)(sums + v * 16);
    for (size_t t = 0; t < n; t++) {
        const int8_t *row = table + (size_t)ids[t] * d;
        float scale = scales[ids[t]];
        UNROLL for (int v = 0; v < 4; v++)
            if (v * 16 < (int)width)
                sum[v] += scale * __builtin_convertvector(*(const byte16x *)(row + v * 16), float16x);
    }
    UNROLL for (int v = 0; v < 4; v++) if (v * 16 < (int)width) *(float16x *)(sums + v * 16) = sum[v];
}

static void add_rows(
    size_t n, size_t d, const uint32_t *ids, const int8_t *table, const float *scales, float *sums
) {
    size_t j = 0;
    for (; j + 64 <= d; j += 64) add_columns(n, d, 64, ids, table + j, scales, sums + j);
    for (; j + 16 <= d; j += 16) add_columns(n, d, 16, ids, table + j, scales, sums + j);
    if (j == d) return;
    for (size_t t = 0; t < n; t++)
        for (size_t i = j; i < d; i++) sums[i] += scales[ids[t]] * (float)table[(size_t)ids[t] * d + i];
}
