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

// Appends the events of a page as those of XML (below); false as above. A page is cut where more elements are open, or a
// tag has more attributes, than in any page: what follows is not read.
bool kindred_html_events(const uint8_t *bytes, size_t count, kindred_text *events, bool *is_cut);

// Whether HTML has a named entity; the name without & and ;, and with NUL behind it.
bool kindred_is_html_entity(const char *name);

// A reader of XML, which it gets piece by piece.
typedef struct kindred_xml kindred_xml;

typedef enum {
    kindred_xml_fine,
    // Not well formed: what could be made of it is among the events.
    kindred_xml_damaged,
    // It declares entities or values of attributes of its own, and is read no further.
    kindred_xml_declares_entities,
    // A tag has more attributes, or more namespaces are declared, than in any document, and it is read no further.
    kindred_xml_crowded,
    // There is no memory.
    kindred_xml_failed,
} kindred_xml_outcome;

// What the events begin with. Numbers have four bytes, in the machine's order; a text is its length and its bytes.
// start: line, namespace, name, number of attributes, and of each its namespace, name and value. text: the text.
enum { kindred_xml_start = 1, kindred_xml_text = 2, kindred_xml_end = 3 };

kindred_xml *kindred_xml_open(void);
// Appends the events of the next bytes. Nothing is fetched, and only names of HTML stand for characters.
kindred_xml_outcome kindred_xml_read(kindred_xml *xml, const uint8_t *bytes, size_t count, bool is_last,
                                     kindred_text *events);
// Of the first error where it is damaged, or of the crowded tag; from 1.
int kindred_xml_error_line(const kindred_xml *xml);
void kindred_xml_close(kindred_xml *xml);

// Registers what the libraries share between threads; before anything else.
void kindred_markup_start(void);
