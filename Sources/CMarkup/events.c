#include "events.h"
#include "page.h"
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

typedef struct {
    kindred_page page;
    kindred_text *events;
    bool failed, is_stopped;
} reader;

static void put(reader *state, bool done) {
    if (done) return;
    state->failed = true;
    xmlStopParser(state->page.parser);
}

static void start_element(void *data, const xmlChar *name, const xmlChar **attributes) {
    reader *state = data;
    if (state->failed || state->is_stopped) return;
    if (kindred_is_too_much(&state->page, attributes)) {
        state->is_stopped = true;
        xmlStopParser(state->page.parser);
        return;
    }
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
}

static void end_element(void *data, const xmlChar *name) {
    reader *state = data;
    (void)name;
    char kind = kindred_xml_end;
    if (!state->failed && !state->is_stopped) put(state, kindred_append(state->events, &kind, 1));
}

static void characters(void *data, const xmlChar *text, int count) {
    reader *state = data;
    char kind = kindred_xml_text;
    if (state->failed || state->is_stopped || count <= 0) return;
    put(state, kindred_append(state->events, &kind, 1) && kindred_put_text(state->events, text, (size_t)count));
}

bool kindred_html_events(const uint8_t *bytes, size_t count, kindred_text *events, bool *is_cut) {
    if (count > INT_MAX / 2) return false;
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (!parser) return false;
    reader state = {.page = {.parser = parser, .bytes = (const char *)bytes, .count = count}, .events = events};
    *parser->sax = (htmlSAXHandler){
        .startElement = start_element,
        .endElement = end_element,
        .characters = characters,
        .ignorableWhitespace = characters,
        .cdataBlock = characters,
        .initialized = 1,
    };
    parser->userData = &state;
    kindred_read_page(&state.page);
    htmlFreeParserCtxt(parser);
    *is_cut = state.is_stopped;
    return !state.failed;
}
