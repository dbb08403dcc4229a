#include "events.h"
#include "page.h"
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

// A tag whose end the parser waits for, as it goes on over portions.
typedef struct {
    // Where it begins in the document, and how many bytes of it were looked at.
    size_t start, seen;
    size_t attributes;
    xmlChar quote;
} waiting_tag;

struct kindred_xml {
    xmlParserCtxtPtr parser;
    kindred_text *events;
    xmlEntity entity;
    char entity_text[8];
    bool has_own_entities, failed;
    // Of the first error; 0 where there is none.
    int damaged_line;
    // Of the tag with too many attributes; 0 where there is none.
    int crowded_line;
    waiting_tag tag;
};

static void put_number(kindred_xml *xml, uint32_t number) {
    if (!kindred_put_number(xml->events, number)) xml->failed = true;
}

static void put_text(kindred_xml *xml, const xmlChar *text, size_t count) {
    if (!kindred_put_text(xml->events, text, count)) xml->failed = true;
}

static void put_name(kindred_xml *xml, const xmlChar *name) {
    if (!kindred_put_name(xml->events, name)) xml->failed = true;
}

// An address that is longer is none of a vocabulary that is known, and it comes with each element that is of it.
enum { longest_namespace = 256 };

static void put_namespace(kindred_xml *xml, const xmlChar *name) {
    put_text(xml, name, name ? strnlen((const char *)name, longest_namespace) : 0);
}

static void put_kind(kindred_xml *xml, char kind) {
    // Once it knows of an error the parser leaves out all references to characters.
    if (!xml->parser->wellFormed && xml->damaged_line == 0) xml->damaged_line = kindred_xml_error_line(xml);
    xml->parser->wellFormed = 1;
    if (!kindred_append(xml->events, &kind, 1)) xml->failed = true;
}

static void stop_at_crowded_tag(kindred_xml *xml) {
    xml->crowded_line = xmlSAX2GetLineNumber(xml->parser);
    if (xml->crowded_line < 1) xml->crowded_line = 1;
    xmlStopParser(xml->parser);
}

// Whether the parser waits for the end of a tag that has too many attributes already.
static bool waits_in_crowded_tag(kindred_xml *xml) {
    xmlParserInputPtr input = xml->parser->input;
    if (!input || input->end - input->cur < 2 || input->cur[0] != '<' || strchr("!?/", input->cur[1])) return false;
    size_t start = input->consumed + (size_t)(input->cur - input->base);
    if (start != xml->tag.start) xml->tag = (waiting_tag){.start = start};
    for (const xmlChar *next = input->cur + xml->tag.seen; next < input->end; next++) {
        if (xml->tag.quote) {
            if (*next == xml->tag.quote) xml->tag.quote = 0;
        } else if (*next == '"' || *next == '\'') {
            xml->tag.quote = *next;
        } else if (*next == '=') {
            xml->tag.attributes++;
        }
    }
    xml->tag.seen = (size_t)(input->end - input->cur);
    return xml->tag.attributes > kindred_most_attributes;
}

static void start_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                          const xmlChar **declared, int count, int defaulted, const xmlChar **attributes) {
    kindred_xml *xml = data;
    (void)declared, (void)defaulted;
    // Names are looked for among the namespaces of all open elements, of which the parser has two entries each.
    if (count + namespaces > kindred_most_attributes || xml->parser->nsNr > 2 * kindred_most_attributes) {
        stop_at_crowded_tag(xml);
        return;
    }
    put_kind(xml, kindred_xml_start);
    put_number(xml, (uint32_t)xmlSAX2GetLineNumber(xml->parser));
    // A prefix that nobody declared still says what was meant.
    put_namespace(xml, uri ? uri : prefix);
    put_name(xml, name);
    put_number(xml, (uint32_t)count);
    for (int i = 0; i < count; i++, attributes += 5) {
        put_namespace(xml, attributes[2] ? attributes[2] : attributes[1]);
        put_name(xml, attributes[0]);
        put_text(xml, attributes[3], (size_t)(attributes[4] - attributes[3]));
    }
}

static void end_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name, (void)prefix, (void)uri;
    put_kind(data, kindred_xml_end);
}

static void characters(void *data, const xmlChar *text, int count) {
    put_kind(data, kindred_xml_text);
    put_text(data, text, (size_t)count);
}

// What a document declares itself can grow without bound, and none of the formats that are read needs it.
static void entity_declaration(void *data, const xmlChar *name, int type, const xmlChar *public_id,
                               const xmlChar *system_id, xmlChar *content) {
    kindred_xml *xml = data;
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    xml->has_own_entities = true;
    xmlStopParser(xml->parser);
}

// A default is a part of each element that does without the attribute, so it grows as entities do.
static void attribute_declaration(void *data, const xmlChar *element, const xmlChar *name, int type, int kind,
                                  const xmlChar *value, xmlEnumerationPtr choices) {
    kindred_xml *xml = data;
    (void)element, (void)name, (void)type, (void)kind;
    xmlFreeEnumeration(choices);
    if (!value) return;
    xml->has_own_entities = true;
    xmlStopParser(xml->parser);
}

// Feeds use the names of HTML, which XML does not have.
static xmlEntityPtr entity(void *data, const xmlChar *name) {
    kindred_xml *xml = data;
    if (xml->has_own_entities || xml->parser->inSubset != 0) return NULL;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    if (!known) return NULL;
    int count = xmlCopyChar(0, (xmlChar *)xml->entity_text, (int)known->value);
    xml->entity_text[count] = 0;
    xml->entity = (xmlEntity){.type = XML_ENTITY_DECL,
                              .name = name,
                              .etype = XML_INTERNAL_PREDEFINED_ENTITY,
                              .content = (xmlChar *)xml->entity_text,
                              .orig = (xmlChar *)xml->entity_text,
                              .length = count};
    return &xml->entity;
}

// Errors are constant since libxml2 2.12.
#if LIBXML_VERSION >= 21200
typedef const xmlError *given_error;
#else
typedef xmlErrorPtr given_error;
#endif

static void ignore(void *data, given_error error) { (void)data, (void)error; }

kindred_xml *kindred_xml_open(void) {
    kindred_xml *xml = calloc(1, sizeof *xml);
    if (!xml) return NULL;
    xmlSAXHandler handler = {
        .startElementNs = start_element,
        .endElementNs = end_element,
        .characters = characters,
        .ignorableWhitespace = characters,
        .cdataBlock = characters,
        .entityDecl = entity_declaration,
        .attributeDecl = attribute_declaration,
        .getEntity = entity,
        .serror = ignore,
        .initialized = XML_SAX2_MAGIC,
    };
    xml->parser = xmlCreatePushParserCtxt(&handler, xml, NULL, 0, NULL);
    if (!xml->parser) {
        free(xml);
        return NULL;
    }
    // Without XML_PARSE_HUGE depth, names and texts are limited. Without XML_PARSE_NOENT "&amp;" in attributes would
    // stay as it is; entities of a document's own end the reading before they are used.
    xmlCtxtUseOptions(xml->parser, XML_PARSE_RECOVER | XML_PARSE_NOENT | XML_PARSE_NONET);
    return xml;
}

kindred_xml_outcome kindred_xml_read(kindred_xml *xml, const uint8_t *bytes, size_t count, bool is_last,
                                     kindred_text *events) {
    if (count > INT_MAX) return kindred_xml_failed;
    xml->events = events;
    // What is wrong with an encoding is told to nobody but the whole thread, which prints it.
    xmlStructuredErrorFunc handler = xmlStructuredError;
    void *context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(NULL, ignore);
    xmlParseChunk(xml->parser, (const char *)bytes, (int)count, is_last);
    xmlSetStructuredErrorFunc(context, handler);
    if (xml->crowded_line == 0 && waits_in_crowded_tag(xml)) stop_at_crowded_tag(xml);
    if (xml->crowded_line) return kindred_xml_crowded;
    if (xml->has_own_entities) return kindred_xml_declares_entities;
    const xmlError *error = xmlCtxtGetLastError(xml->parser);
    if (xml->failed || (error && error->code == XML_ERR_NO_MEMORY)) return kindred_xml_failed;
    return xml->parser->wellFormed && xml->damaged_line == 0 ? kindred_xml_fine : kindred_xml_damaged;
}

int kindred_xml_error_line(const kindred_xml *xml) {
    if (xml->crowded_line) return xml->crowded_line;
    const xmlError *error = xmlCtxtGetLastError(xml->parser);
    return xml->damaged_line ? xml->damaged_line : error && error->line > 0 ? error->line : 1;
}

void kindred_xml_close(kindred_xml *xml) {
    if (!xml) return;
    xmlDocPtr document = xml->parser->myDoc;
    xmlFreeParserCtxt(xml->parser);
    if (document) xmlFreeDoc(document);
    free(xml);
}
