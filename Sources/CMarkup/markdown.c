#include "text.h"
#include <cmark-gfm.h>
#include <string.h>

// Neither tables nor strike-through are parsed: their marks are no words, and a table of few bytes can have millions of
// empty cells.

// Whether a link only shows its own address.
static bool shows_address(cmark_node *link) {
    cmark_node *child = cmark_node_first_child(link);
    if (!child || cmark_node_next(child) || cmark_node_get_type(child) != CMARK_NODE_TEXT) return false;
    const char *url = cmark_node_get_url(link), *text = cmark_node_get_literal(child);
    if (!url || !text) return false;
    if (strncmp(url, "mailto:", 7) == 0) url += 7;
    return strcmp(url, text) == 0;
}

bool kindred_markdown_text(const uint8_t *bytes, size_t count, kindred_text *prose, kindred_text *code) {
    if (count > (size_t)1 << 30) return false;
    cmark_node *document = cmark_parse_document((const char *)bytes, count, CMARK_OPT_FOOTNOTES);
    if (!document) return false;
    cmark_iter *iter = cmark_iter_new(document);
    // Tags may begin in one node and end in another, so where there are any all of it is read as HTML in the end.
    bool is_mixed = memchr(bytes, '<', count) != NULL;
    kindred_text mixed = {0};
    bool done = iter != NULL;
    for (cmark_event_type event; done && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        const char *text = NULL;
        bool is_raw = false;
        if (event == CMARK_EVENT_EXIT) {
            if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK) text = "\n";
        } else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
            text = cmark_node_get_literal(node);
        } else if (type == CMARK_NODE_SOFTBREAK) {
            text = " ";
        } else if (type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_THEMATIC_BREAK) {
            text = "\n";
        } else if (type == CMARK_NODE_CODE_BLOCK) {
            const char *literal = cmark_node_get_literal(node);
            if (literal) done = kindred_append(code, literal, strlen(literal)) && kindred_append(code, "\n", 1);
            text = "\n";
        } else if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
            text = cmark_node_get_literal(node);
            is_raw = true;
        } else if (type == CMARK_NODE_LINK && shows_address(node)) {
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
        }
        if (!done || !text) continue;
        size_t length = strlen(text);
        done = !is_mixed ? kindred_append_prose(prose, text, length)
             : is_raw    ? kindred_append(&mixed, text, length)
                         : kindred_append_escaped(&mixed, text, length);
    }
    if (iter) cmark_iter_free(iter);
    cmark_node_free(document);
    if (done && is_mixed) done = kindred_html_text(mixed.bytes, mixed.count, prose, code);
    kindred_text_free(&mixed);
    return done;
}
