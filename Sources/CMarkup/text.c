#include "text.h"
#include <stdlib.h>
#include <string.h>

void kindred_text_free(kindred_text *text) {
    free(text->bytes);
    *text = (kindred_text){0};
}

static bool reserve(kindred_text *text, size_t more) {
    if (text->capacity - text->count >= more) return true;
    size_t capacity = text->capacity * 2 > text->count + more ? text->capacity * 2 : text->count + more + 256;
    uint8_t *bytes = realloc(text->bytes, capacity);
    if (!bytes) return false;
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

bool kindred_append(kindred_text *text, const char *bytes, size_t count) {
    if (count == 0) return true;
    if (!reserve(text, count)) return false;
    memcpy(text->bytes + text->count, bytes, count);
    text->count += count;
    return true;
}

bool kindred_append_prose(kindred_text *text, const char *bytes, size_t count) {
    if (!reserve(text, count)) return false;
    uint8_t *all = text->bytes;
    size_t end = text->count;
    for (size_t i = 0; i < count; i++) {
        uint8_t byte = (uint8_t)bytes[i];
        if (byte > ' ') {
            all[end++] = byte;
            continue;
        }
        bool is_break = byte == '\n' || byte == '\r';
        if (end == 0 || all[end - 1] == '\n') continue;
        if (all[end - 1] == ' ') {
            if (is_break) all[end - 1] = '\n';
            continue;
        }
        all[end++] = is_break ? '\n' : ' ';
    }
    text->count = end;
    return true;
}

bool kindred_append_escaped(kindred_text *text, const char *bytes, size_t count) {
    size_t start = 0;
    for (size_t i = 0; i < count; i++) {
        const char *escape = bytes[i] == '<' ? "&lt;" : bytes[i] == '&' ? "&amp;" : NULL;
        if (!escape) continue;
        if (!kindred_append(text, bytes + start, i - start) || !kindred_append(text, escape, strlen(escape)))
            return false;
        start = i + 1;
    }
    return kindred_append(text, bytes + start, count - start);
}
