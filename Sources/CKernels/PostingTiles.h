// Scores of a tile of documents in 16 bits: half of what floats take, so that a tile of 16,384 documents lies in the
// first cache and one comparison looks at twice as many.

typedef uint16_t ushort8x __attribute__((vector_size(16), aligned(2)));
typedef uint16_t ushort16x __attribute__((vector_size(32), aligned(2)));
typedef uint32_t uint8x __attribute__((vector_size(32), aligned(4)));

/// The upper halves of the products.
INLINE ushort8x upper_products(ushort8x a, uint16_t b) {
#if defined(__x86_64__)
    return (ushort8x)_mm_mulhi_epu16((__m128i)a, _mm_set1_epi16((int16_t)b));
#endif
    uint8x product = __builtin_convertvector(a, uint8x) * (uint32_t)b;
    return __builtin_convertvector(product >> 16, ushort8x);
}

/// The lists of one chunk of a query, asked for from memory before the first is read.
enum { LISTS_AHEAD = 32 };

static void add_postings(
    size_t n, const uint32_t *terms, const float *weights, const struct posting_tiles *tiles, size_t tile,
    uint16_t *scores
) {
    const uint32_t *offsets = tiles->offsets + tile * (tiles->lists + 1);
    const uint64_t first = (uint64_t)tile * tiles->length, end = first + tiles->length;
    for (size_t start = 0; start < n; start += LISTS_AHEAD) {
        struct { uint32_t first, end, factor; } lists[LISTS_AHEAD];
        size_t count = 0;
        for (size_t i = start; i < n && i < start + LISTS_AHEAD; i++) {
            float weight = weights[i];
            if (!(weight > 0)) continue;
            uint32_t factor = (uint32_t)(weight * tiles->scale * (float)POSTING_UNIT);
            int32_t list = tiles->numbers[terms[i]];
            if (list >= 0) {
                lists[count].first = offsets[list];
                lists[count].end = offsets[list + 1];
                lists[count].factor = factor;
                __builtin_prefetch(tiles->documents + offsets[list]);
                __builtin_prefetch(tiles->weights + offsets[list]);
                count++;
                continue;
            }
            int64_t posting = tiles->all_offsets[terms[i]], last = tiles->all_offsets[terms[i] + 1];
            while (posting < last && tiles->all_documents[posting] < first) posting++;
            for (; posting < last && tiles->all_documents[posting] < end; posting++) {
                uint32_t other = (uint32_t)(tiles->all_weights[posting] * tiles->scale * 65535.0f);
                scores[tiles->all_documents[posting] - first] += (uint16_t)((factor * other) >> 16);
            }
        }
        for (size_t i = 0; i < count; i++) {
            uint32_t posting = lists[i].first, last = lists[i].end, factor = lists[i].factor;
            const uint16_t *documents = tiles->documents, *others = tiles->weights;
            for (; posting + 8 <= last; posting += 8) {
                union { ushort8x lanes; uint64_t words[2]; } products;
                products.lanes = upper_products(*(const ushort8x *)(others + posting), (uint16_t)factor);
                UNROLL for (int half = 0; half < 2; half++) {
                    uint64_t places, sums = products.words[half];
                    memcpy(&places, documents + posting + 4 * half, sizeof places);
                    // Unhidden from the compiler, the words become eight extractions from a vector, which take longer.
                    __asm__("" : "+r"(places), "+r"(sums));
                    UNROLL for (int j = 0; j < 64; j += 16) {
                        scores[(uint16_t)(places >> j)] += (uint16_t)(sums >> j);
                    }
                }
            }
            for (; posting < last; posting++) {
                scores[documents[posting]] += (uint16_t)((factor * others[posting]) >> 16);
            }
        }
    }
}

static void largest_scores(size_t n, const uint16_t *scores, uint16_t *maxima) {
    for (size_t i = 0; i < n; i += POSTING_BLOCK) {
        ushort16x most = *(const ushort16x *)(scores + i);
        UNROLL for (size_t j = 16; j < POSTING_BLOCK; j += 16) {
            ushort16x other = *(const ushort16x *)(scores + i + j);
            most = __builtin_elementwise_max(most, other);
        }
        maxima[i / POSTING_BLOCK] = __builtin_reduce_max(most);
    }
}

static size_t take_scores(
    size_t n, uint16_t *scores, uint16_t limit, const uint16_t *limits, uint16_t *places, uint16_t *taken
) {
    size_t count = 0;
    for (size_t i = 0; i < n; i += 32) {
        ushort16x least = (ushort16x){0} + limit, hits = {0};
        UNROLL for (size_t j = 0; j < 32; j += 16) {
            ushort16x own = *(const ushort16x *)(limits + i + j);
            hits |= (ushort16x)(*(const ushort16x *)(scores + i + j) >= __builtin_elementwise_min(own, least));
        }
        typedef uint64_t ulong4x __attribute__((vector_size(32), aligned(2)));
        if (__builtin_reduce_or((ulong4x)hits)) {
            for (size_t j = i; j < i + 32; j++) {
                uint16_t needed = limits[j] < limit ? limits[j] : limit;
                places[count] = (uint16_t)j;
                taken[count] = scores[j];
                count += scores[j] >= needed;
            }
        }
        UNROLL for (size_t j = 0; j < 32; j += 16) *(ushort16x *)(scores + i + j) = (ushort16x){0};
    }
    return count;
}
