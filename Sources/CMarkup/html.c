#include "page.h"
#include "text.h"
#include <libxml/parser.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

void kindred_markup_start(void) { xmlInitParser(); }

bool kindred_is_html_entity(const char *name) {
    return strcmp(name, "apos") == 0 || htmlEntityLookup((const xmlChar *)name) != NULL;
}

// Elements whose contents nobody reads as text of the page.
static const char *const hidden[] = {"script", "style", "template", "svg",    "math",   "iframe", "object",
                                     "noscript", "select", "textarea", "title", "canvas", NULL};
// Elements that do not end a word or a line.
static const char *const inline_names[] = {
    "a",   "abbr", "acronym", "b",   "bdi",  "bdo",   "big",  "cite", "code", "data", "del", "dfn",    "em",
    "font", "i",   "ins",     "kbd", "mark", "nobr",  "q",    "rp",   "ruby", "s",    "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt",   "u",    "var",  "wbr",  NULL};

static bool is_one_of(const char *const *names, const xmlChar *name) {
    for (; *names; names++)
        if (strcasecmp(*names, (const char *)name) == 0) return true;
    return false;
}

typedef struct {
    kindred_page page;
    kindred_text *prose, *code;
    // How many hidden elements, and how many of preformatted text, are open.
    int hidden, pre;
    // Where elements or attributes are too many the parser begins anew.
    bool failed, is_stopped;
    // Bytes that had been read then.
    size_t stopped;
} reader;

static void add(reader *state, const char *text, size_t count) {
    if (state->hidden > 0 || state->failed) return;
    bool done = state->pre > 0 ? kindred_append(state->code, text, count)
                               : kindred_append_prose(state->prose, text, count);
    if (!done) state->failed = true;
}

static void start_element(void *data, const xmlChar *name, const xmlChar **attributes) {
    reader *state = data;
    if (state->is_stopped) return;
    if (is_one_of(hidden, name)) state->hidden++;
    if (!is_one_of(inline_names, name)) add(state, "\n", 1);
    if (strcasecmp((const char *)name, "pre") == 0) state->pre++;
    if (strcasecmp((const char *)name, "img") == 0 && attributes) {
        for (const xmlChar **next = attributes; next[0]; next += 2) {
            if (strcasecmp((const char *)next[0], "alt") != 0 || !next[1]) continue;
            add(state, " ", 1);
            add(state, (const char *)next[1], strlen((const char *)next[1]));
            add(state, " ", 1);
        }
    }
    if (kindred_is_too_much(&state->page, attributes)) {
        state->is_stopped = true;
        xmlParserInputPtr input = state->page.parser->input;
        state->stopped = input->consumed + (size_t)(input->cur - input->base);
        xmlStopParser(state->page.parser);
    }
}

static void end_element(void *data, const xmlChar *name) {
    reader *state = data;
    if (state->is_stopped) return;
    if (is_one_of(hidden, name) && state->hidden > 0) state->hidden--;
    if (strcasecmp((const char *)name, "pre") == 0 && state->pre > 0) {
        add(state, "\n", 1);
        state->pre--;
    }
    if (!is_one_of(inline_names, name)) add(state, "\n", 1);
}

static void characters(void *data, const xmlChar *text, int count) {
    reader *state = data;
    if (count > 0 && !state->is_stopped) add(state, (const char *)text, (size_t)count);
}

bool kindred_html_text(const uint8_t *bytes, size_t count, kindred_text *prose, kindred_text *code) {
    if (count > INT_MAX / 2) return false;
    htmlSAXHandler handler = {0};
    handler.startElement = start_element;
    handler.endElement = end_element;
    handler.characters = characters;
    handler.ignorableWhitespace = characters;
    handler.cdataBlock = characters;
    handler.initialized = 1;
    size_t start = 0;
    while (start < count) {
        htmlParserCtxtPtr parser = htmlNewParserCtxt();
        if (!parser) return false;
        size_t rest = count - start;
        const char *from = (const char *)bytes + start;
        reader state = {.page = {.parser = parser, .bytes = from, .count = rest}, .prose = prose, .code = code};
        *parser->sax = handler;
        parser->userData = &state;
        kindred_read_page(&state.page);
        size_t read = rest;
        if (state.is_stopped) {
            if (state.stopped > 0 && state.stopped < rest) read = state.stopped;
            const char *end = memchr(from + read, '>', rest - read);
            read = end ? (size_t)(end - from) + 1 : rest;
        }
        htmlFreeParserCtxt(parser);
        if (state.failed) return false;
        start += read;
    }
    return true;
}
