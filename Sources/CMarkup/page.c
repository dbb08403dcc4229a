#include "page.h"
#include <libxml/parser.h>
#include <string.h>

static int read_portion(void *data, char *to, int length) {
    kindred_page *page = data;
    // The parser doubles its table, of two places an attribute, when that is full.
    if (page->parser->maxatts > 4 * kindred_most_attributes + 8) page->has_too_many_attributes = true;
    if (page->has_too_many_attributes) return 0;
    size_t rest = page->count - page->read;
    size_t portion = rest < (size_t)length ? rest : (size_t)length;
    memcpy(to, page->bytes + page->read, portion);
    page->read += portion;
    return (int)portion;
}

void kindred_read_page(kindred_page *page) {
    int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
        | HTML_PARSE_NOIMPLIED | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC;
    htmlDocPtr document = htmlCtxtReadIO(page->parser, read_portion, NULL, page, NULL, "UTF-8", options);
    if (document) xmlFreeDoc(document);
}

bool kindred_is_too_much(const kindred_page *page, const xmlChar **attributes) {
    size_t count = 0;
    while (attributes && attributes[2 * count]) count++;
    return count > kindred_most_attributes || page->parser->nameNr > kindred_most_open;
}
