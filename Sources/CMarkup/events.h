#pragma once
#include "text.h"
#include <libxml/xmlstring.h>

// Events as CMarkup.h describes them; false where there is no memory.
bool kindred_put_number(kindred_text *events, uint32_t number);
bool kindred_put_text(kindred_text *events, const xmlChar *text, size_t count);
// A name or a value; empty where there is none.
bool kindred_put_name(kindred_text *events, const xmlChar *name);
