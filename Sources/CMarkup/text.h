#pragma once
#include "include/CMarkup.h"

// Appends bytes as they are; false where there is no memory.
bool kindred_append(kindred_text *text, const char *bytes, size_t count);
// Appends prose: a run of white space becomes one space, or one line feed where it has any.
bool kindred_append_prose(kindred_text *text, const char *bytes, size_t count);
// Appends bytes so that an HTML parser reads them as text.
bool kindred_append_escaped(kindred_text *text, const char *bytes, size_t count);
