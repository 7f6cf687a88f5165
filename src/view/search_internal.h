/*
 * The screen of look-ups: its state, which search.c changes and search_draw.c draws.
 */
#ifndef VIEW_SEARCH_INTERNAL_H
#define VIEW_SEARCH_INTERNAL_H

#include "index/lookup.h"
#include "view/completer_internal.h"
#include "view/edit.h"
#include "view/scroll.h"
#include "view/search_query_internal.h"


struct search {
	const struct index *index;
	struct edit edit;
	enum kind kind; /* KIND_COUNT: all */
	struct strbuf other;        /* the text that is looked for in its place (query/reword.h); empty: as it stands */
	bool sounds;                /* … some word of it by its sound, which is to be said */
	struct lookup_hits hits;    /* the first of those that scroll goes over; all of them once somebody goes there */
	struct asking asking;       /* where nothing is found: the text as a query */
	struct completer completer; /* of that */
	struct scroll scroll;       /* over the hits, or over the kinds that the query was asked of */
	struct str found; /* where nothing is found: the longest beginning of the text that finds something; borrowed from edit */
	size_t n_found;
	struct strbuf asked; /* what was looked for last */
};

/* What is looked for. */
static inline struct str search_text(const struct search *search)
{
	return search->other.n ? strbuf_str(&search->other) : edit_text(&search->edit);
}

/* Rows above the hits: the input line, the kinds, and what was looked for instead of the text. */
static inline int search_head_rows(const struct search *search)
{
	return 2 + search->sounds;
}

/* The kinds by their tabs: those that one looks for most stand first, all kinds (KIND_COUNT) before them. */
enum { SEARCH_TABS = KIND_COUNT + 1 };
extern const enum kind search_tabs[SEARCH_TABS];

/* Hits of the kind of a tab. */
static inline size_t search_tab_count(const struct search *search, enum kind kind)
{
	return kind == KIND_COUNT ? lookup_count(&search->hits) : search->hits.counts[kind];
}

void search_draw(const void *state, const struct app *app, struct grid *grid, struct area area);

#endif
