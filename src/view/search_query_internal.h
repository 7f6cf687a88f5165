/*
 * A query typed where names are looked up: which kinds of records it can be asked of, and how many match.
 */
#ifndef VIEW_SEARCH_QUERY_INTERNAL_H
#define VIEW_SEARCH_QUERY_INTERNAL_H

#include "query/query.h"
#include "view/app.h"

/* The kinds that have lists to work with, those one asks for most first. */
enum { ASKED_KINDS = 12 };

struct asking {
	struct {
		enum kind kind;
		size_t n, n_perhaps; /* n_perhaps of the n */
		struct strbuf query; /* what was asked */
	} v[ASKED_KINDS];
	size_t n;           /* kinds of which some record matches */
	bool asked;         /* the text is a query; else words of it may have been taken as values (query_of_words) */
	struct strbuf fault; /* why no kind can be asked so; empty: some can */
};

/* Ask all kinds: a text with operators as it stands, of another one what its words mean as values. */
void asking_run(struct asking *asking, const struct app *app, const struct index *index, struct str text);
void asking_release(struct asking *asking);

/* The kind that completions are about: that of row `cursor`, else projects. */
enum kind asking_kind(const struct asking *asking, size_t cursor);

/* To the list of the kind in that row, with what was asked as its filter. */
void asking_open(const struct asking *asking, struct app *app, size_t row);

/* The kinds from row `top` on, a line each, or what is wrong with the text. */
void asking_draw(const struct asking *asking, const struct app *app, struct grid *grid, struct area area, size_t top, size_t cursor);

#endif
