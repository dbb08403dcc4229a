// The parts of train.py that read every letter; LetterReader.swift and NGrams.swift do the same.
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { SPACE = 0xFE, SKIPPED = 0xFF, BLANK = 32, LETTERS = 200, SCRIPTS = 28 };
enum { LATIN = 1, CYRILLIC = 3, ARABIC = 6, DEVANAGARI = 7, HANGUL = 22, KANA = 26, HAN = 27, MOST = 4200 };

static int is_blank(uint8_t b) { return b == 0x20 || (b >= 9 && b <= 13); }
static int is_letter(uint8_t b) { b |= 0x20; return b >= 'a' && b <= 'z'; }

static int is_odd(const uint8_t *b, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        if (strchr("0123456789/\\_@=<>{}|$#~^`", b[i]) && b[i]) return 1;
        if ((b[i] == '.' || b[i] == ':') && i + 1 < n && is_letter(b[i + 1])) return 1;
        if (b[i] >= 'a' && b[i] <= 'z' && i + 1 < n && b[i + 1] >= 'A' && b[i + 1] <= 'Z') return 1;
    }
    return 0;
}

static int chosen_script(const uint8_t *kinds, int n) {
    long counts[SCRIPTS] = {0}, weights[SCRIPTS], all = 0, most = 0;
    for (int i = 0; i < n; i++) if (kinds[i] < SCRIPTS) counts[kinds[i]]++;
    memcpy(weights, counts, sizeof counts);
    weights[HAN] *= 3; weights[KANA] *= 3; weights[HANGUL] *= 2;
    int is_japanese = weights[KANA] * 10 >= weights[KANA] + weights[HAN];
    int kept = is_japanese ? KANA : HAN, other = is_japanese ? HAN : KANA;
    weights[kept] += weights[other]; weights[other] = 0;
    if (is_japanese) counts[KANA] += counts[HAN];
    for (int s = 0; s < SCRIPTS; s++) all += weights[s];
    long latin = weights[LATIN];
    weights[LATIN] = 0;
    int best = 0, chosen;
    for (int s = 0; s < SCRIPTS; s++) if (weights[s] > most) { most = weights[s]; best = s; }
    if (most > 0 && most * 3 >= all && most * 3 >= (all - latin) * 2) chosen = best;
    else if (latin > 0 && latin * 3 >= all * 2) chosen = LATIN;
    else return -1;
    if (chosen == 0) return -1;
    int fewest = chosen == HAN || chosen == KANA || chosen == HANGUL ? 2 : chosen == LATIN || chosen == CYRILLIC || chosen == ARABIC || chosen == DEVANAGARI ? 6 : 3;
    return counts[chosen] >= fewest ? chosen : -1;
}

static uint32_t *add(uint32_t *rows, uint32_t hash, uint64_t base, uint64_t count) {
    *rows = (uint32_t)(base + (hash * count >> 32));
    return rows + 1;
}

/// The script of each text, -1 for none, and the rows of its n-grams; `row_starts` has one more element than texts.
void extract(
    const uint8_t *bytes, const int64_t *starts, int64_t n, const uint8_t *kind_of, const uint16_t *small,
    const uint64_t *first_row, int32_t *scripts, int64_t *row_starts, uint32_t *rows
) {
    static uint32_t codes[MOST];
    static uint8_t kinds[MOST];
    uint32_t *next = rows;
    for (int64_t t = 0; t < n; t++) {
        const uint8_t *b = bytes + starts[t];
        int64_t size = starts[t + 1] - starts[t], at = 0;
        int count = 0, letters = 0;
        row_starts[t] = next - rows;
        while (at <= size && letters < LETTERS) {
            int64_t end = at;
            int ascii = 1;
            while (end < size && !is_blank(b[end])) ascii &= b[end++] < 0x80;
            if (at > 0) { codes[count] = BLANK; kinds[count++] = SPACE; }
            if (ascii && is_odd(b + at, end - at)) {
                codes[count] = BLANK; kinds[count++] = SPACE;
            } else {
                while (at < end && letters < LETTERS) {
                    int length = b[at] < 0x80 ? 1 : b[at] < 0xE0 ? 2 : b[at] < 0xF0 ? 3 : 4;
                    uint32_t code = length == 1 ? b[at] : b[at] & (0x7F >> length);
                    for (int i = 1; i < length; i++) code = code << 6 | (b[at + i] & 0x3F);
                    at += length;
                    uint8_t kind = code < 0x10000 ? kind_of[code] : code >= 0x20000 && code <= 0x323AF ? HAN : SPACE;
                    if (kind == SKIPPED) continue;
                    codes[count] = code < 0x10000 ? small[code] : code;
                    kinds[count++] = kind;
                    letters += kind != SPACE;
                }
            }
            at = end + 1;
            while (at < size && is_blank(b[at])) at++;
        }
        int script = scripts[t] = chosen_script(kinds, count);
        if (script < 0) continue;
        uint64_t base = first_row[script], row_count = first_row[script + 1] - base;
        if (row_count == 0) continue;
        uint32_t word = 0x6C078965, first, state;
        int length = 0;
        #define CODE(i) ((i) < 0 || (i) >= count || kinds[i] != script ? BLANK : codes[i])
        for (int i = -1; i <= count; i++) {
            first = CODE(i);
            if (first == BLANK) {
                if (length >= 3 && length <= 20 && script != HAN) next = add(next, word, base, row_count);
                word = 0x6C078965; length = 0;
            } else { word = (word ^ first) * 0x9E3779B1u; length++; }
            state = (0x2545F491 ^ first) * 0x9E3779B1u;
            if (first >= 0x80) next = add(next, state, base, row_count);
            if (script == HAN || i == count) continue;
            uint32_t second = CODE(i + 1);
            if (first == BLANK && second == BLANK) continue;
            state = (state ^ second) * 0x9E3779B1u;
            next = add(next, state, base, row_count);
            if (second == BLANK || i + 1 == count) continue;
            uint32_t third = CODE(i + 2);
            state = (state ^ third) * 0x9E3779B1u;
            next = add(next, state, base, row_count);
            if (third == BLANK || i + 2 == count) continue;
            state = (state ^ CODE(i + 3)) * 0x9E3779B1u;
            next = add(next, state, base, row_count);
        }
    }
    row_starts[n] = next - rows;
}

/// One pass of Adagrad over samples in `order`; the classes of script s are `first_class[s]`..<`first_class[s + 1]`.
/// Returns the weighted loss; `right` counts what was right before it was learned.
double epoch(
    int64_t n, const int64_t *order, const int32_t *scripts, const int32_t *labels, const float *weights,
    const int64_t *row_starts, const uint32_t *rows, int width, const int32_t *first_class, float *table,
    float *table_sum, float *outputs, float *outputs_sum, float *bias, float rate_from, float rate_to, int64_t *right
) {
    float hidden[64], inner[64], p[256];
    double loss = 0;
    for (int64_t k = 0; k < n; k++) {
        int64_t s = order[k];
        const uint32_t *from = rows + row_starts[s], *to = rows + row_starts[s + 1];
        if (from == to) continue;
        float rate = rate_from + (rate_to - rate_from) * (float)k / (float)n;
        float norm = 1 / sqrtf((float)(to - from));
        memset(hidden, 0, sizeof hidden);
        memset(inner, 0, sizeof inner);
        for (const uint32_t *r = from; r < to; r++) {
            const float *row = table + (size_t)*r * width;
            for (int j = 0; j < width; j++) hidden[j] += row[j];
        }
        for (int j = 0; j < width; j++) hidden[j] *= norm;
        int a = first_class[scripts[s]], b = first_class[scripts[s] + 1], best = a;
        float top = -1e30f, sum = 0;
        for (int c = a; c < b; c++) {
            float x = bias[c];
            for (int j = 0; j < width; j++) x += hidden[j] * outputs[(size_t)c * width + j];
            p[c - a] = x;
            if (x > top) { top = x; best = c; }
        }
        for (int c = a; c < b; c++) sum += p[c - a] = expf(p[c - a] - top);
        *right += best == labels[s];
        loss -= log(p[labels[s] - a] / sum + 1e-12) * weights[s];
        for (int c = a; c < b; c++) {
            float g = (p[c - a] / sum - (c == labels[s])) * weights[s];
            float *out = outputs + (size_t)c * width, *acc = outputs_sum + (size_t)c * width;
            if (fabsf(g) < 1e-5f) continue;
            for (int j = 0; j < width; j++) {
                float d = g * hidden[j];
                inner[j] += g * out[j];
                acc[j] += d * d;
                out[j] -= rate * d / (sqrtf(acc[j]) + 1e-6f);
            }
            bias[c] -= rate * 0.05f * g;
        }
        float square = 0;
        for (int j = 0; j < width; j++) { inner[j] *= norm; square += inner[j] * inner[j]; }
        square /= width;
        if (square < 1e-14f) continue;
        for (const uint32_t *r = from; r < to; r++) {
            float *row = table + (size_t)*r * width;
            table_sum[*r] += square;
            float step = rate / (sqrtf(table_sum[*r]) + 1e-6f);
            for (int j = 0; j < width; j++) row[j] -= step * inner[j];
        }
    }
    return loss;
}
