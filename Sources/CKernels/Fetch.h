#ifndef FETCH_H
#define FETCH_H

#include <stddef.h>
#include <stdint.h>

/// Asks for bytes that will be read soon: for all lines of the cache that they lie in. They begin anywhere in a line,
/// and waiting for a last line that was not asked for takes as long as waiting for all.
static inline void fetch_lines(const void *first, size_t bytes) {
    enum { LINE = 64 };
    uintptr_t end = (uintptr_t)first + bytes;
    for (uintptr_t line = (uintptr_t)first / LINE * LINE; line < end; line += LINE)
        __builtin_prefetch((const void *)line);
}

#endif
