/*
 * Which rows of a kind are looked at: what a filter lets through and `!` and `"` leave. For
 * lists and for what counts over lists.
 */
#ifndef VIEW_PICK_INTERNAL_H
#define VIEW_PICK_INTERNAL_H

#include "base/bits.h"
#include "query/facet.h"
#include "query/query.h"
#include "view/app.h"

struct picking {
	enum kind kind;
	struct str query;
	bool only_marked, only_conflicts;
};

/* By row number; owned. */
struct picked {
	uint64_t *rows;    /* NULL: all */
	uint64_t *perhaps; /* NULL: none */
	size_t n, n_perhaps;
	struct query_form form; /* what the filter says of how they stand */
};

/* Errors: those of the query; *out is untouched then. */
bool pick_rows(struct picked *out, const struct app *app, const struct picking *picking, struct err *err);
void pick_release(struct picked *picked);

/* A filter for reading: a record stands there by its name, not by its id. Appended, a blank before each term. */
void pick_print_filter(const struct index *index, struct str query, struct strbuf *out);

/*
 * A filter and one term more (empty: none), appended: what was an alternative is put in parentheses.
 * keep_top	false: without the filter's top:, which what counts over all rows does not heed
 */
void pick_add_term(const struct index *index, enum kind kind, struct str query, struct str term, bool keep_top,
	struct strbuf *out);

static inline struct row_set pick_set(const struct picked *picked)
{
	return (struct row_set){picked->rows, picked->perhaps};
}

#endif
