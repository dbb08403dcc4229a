#pragma once
#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <stdint.h>

// Attributes of one tag that are read: the parser compares each of them with all the others.
enum { kindred_most_attributes = 256 };
// Elements that may be open at once: the parser looks through all of them at every end tag.
enum { kindred_most_open = 512 };

// Bytes that a parser of HTML asks for portion by portion, so that a tag of too many attributes ends while it is read.
typedef struct {
    htmlParserCtxtPtr parser;
    const char *bytes;
    size_t count;
    // Bytes that the parser has got.
    size_t read;
    bool has_too_many_attributes;
} kindred_page;

// Reads a page by the parser's handlers.
void kindred_read_page(kindred_page *page);

// Whether an element that begins has too many attributes, or too many are open.
bool kindred_is_too_much(const kindred_page *page, const xmlChar **attributes);
