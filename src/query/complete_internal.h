/* The term of a query at the cursor, which need not be finished. */
#ifndef QUERY_COMPLETE_INTERNAL_H
#define QUERY_COMPLETE_INTERNAL_H

#include "base/str.h"

struct typed_term {
	size_t term, op, value; /* where it, its operator and its value start; op SIZE_MAX: a name or word */
	bool excluded;          /* "-" before it */
	bool listed;            /* the value is one behind a comma */
};

/* The last term of a text. Read as the parser does, but what is not finished is no fault. */
void typed_term_find(struct str text, struct typed_term *out);

/* What stands between terms. */
bool typed_gap(uint32_t c);

#endif
