#include "events.h"
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <limits.h>
#include <string.h>

bool kindred_put_number(kindred_text *events, uint32_t number) {
    char bytes[4];
    memcpy(bytes, &number, sizeof bytes);
    return kindred_append(events, bytes, sizeof bytes);
}

bool kindred_put_text(kindred_text *events, const xmlChar *text, size_t count) {
    return kindred_put_number(events, (uint32_t)count) && kindred_append(events, (const char *)text, count);
}

bool kindred_put_name(kindred_text *events, const xmlChar *name) {
    return kindred_put_text(events, name, name ? strlen((const char *)name) : 0);
}

// Open elements beyond which a page is read no further: the parser looks through all of them at every end tag.
enum { most_open = 512 };

typedef struct {
    htmlParserCtxtPtr parser;
    kindred_text *events;
    bool failed, is_stopped;
} page;

static void put(page *state, bool done) {
    if (done) return;
    state->failed = true;
    xmlStopParser(state->parser);
}

static void start_element(void *data, const xmlChar *name, const xmlChar **attributes) {
    page *state = data;
    if (state->failed || state->is_stopped) return;
    uint32_t count = 0;
    while (attributes && attributes[2 * count]) count++;
    char kind = kindred_xml_start;
    bool done = kindred_append(state->events, &kind, 1) && kindred_put_number(state->events, 0)
        && kindred_put_name(state->events, NULL) && kindred_put_name(state->events, name)
        && kindred_put_number(state->events, count);
    for (uint32_t i = 0; done && i < count; i++)
        done = kindred_put_name(state->events, NULL) && kindred_put_name(state->events, attributes[2 * i])
            && kindred_put_name(state->events, attributes[2 * i + 1]);
    put(state, done);
    if (state->parser->nameNr > most_open) {
        state->is_stopped = true;
        xmlStopParser(state->parser);
    }
}

static void end_element(void *data, const xmlChar *name) {
    page *state = data;
    (void)name;
    char kind = kindred_xml_end;
    if (!state->failed && !state->is_stopped) put(state, kindred_append(state->events, &kind, 1));
}

static void characters(void *data, const xmlChar *text, int count) {
    page *state = data;
    char kind = kindred_xml_text;
    if (state->failed || state->is_stopped || count <= 0) return;
    put(state, kindred_append(state->events, &kind, 1) && kindred_put_text(state->events, text, (size_t)count));
}

bool kindred_html_events(const uint8_t *bytes, size_t count, kindred_text *events) {
    if (count > INT_MAX / 2) return false;
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (!parser) return false;
    page state = {.parser = parser, .events = events};
    *parser->sax = (htmlSAXHandler){
        .startElement = start_element,
        .endElement = end_element,
        .characters = characters,
        .ignorableWhitespace = characters,
        .cdataBlock = characters,
        .initialized = 1,
    };
    parser->userData = &state;
    int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
        | HTML_PARSE_NOIMPLIED | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC;
    htmlDocPtr document = htmlCtxtReadMemory(parser, (const char *)bytes, (int)count, NULL, "UTF-8", options);
    if (document) xmlFreeDoc(document);
    htmlFreeParserCtxt(parser);
    return !state.failed;
}
