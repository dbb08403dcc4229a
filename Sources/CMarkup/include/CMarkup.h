// Text without its markup, by cmark-gfm and libxml2.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Bytes that grow; all zero at first. White space is collapsed as it is added.
typedef struct {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
} kindred_text;

void kindred_text_free(kindred_text *text);

// Both append to prose what people read, and to code what stands in blocks of code. Input is UTF-8 without NUL, of
// whatever content; output is UTF-8. False where there is no memory or the input has more than 1 GiB.
bool kindred_markdown_text(const uint8_t *bytes, size_t count, kindred_text *prose, kindred_text *code);
bool kindred_html_text(const uint8_t *bytes, size_t count, kindred_text *prose, kindred_text *code);

// Whether HTML has a named entity; the name without & and ;, and with NUL behind it.
bool kindred_is_html_entity(const char *name);

// Registers what the libraries share between threads; before anything else.
void kindred_markup_start(void);
