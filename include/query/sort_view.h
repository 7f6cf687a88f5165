/*
 * Lists of very many rows, read from any place: all rows of a kind in an order, and those of them that a filter leaves. As
 * little as can be is written down: nothing of an order that stands ready, nothing of what a filter leaves of it until
 * places far from its start are asked for.
 */
#ifndef QUERY_SORT_VIEW_H
#define QUERY_SORT_VIEW_H

#include "index/order.h"
#include "query/column.h"

/* All rows of a kind. Borrows from the index. */
struct sort_order {
	enum kind kind;
	size_t n;
	bool by_name;           /* up or down */
	const struct ref *refs; /* by name downwards from their end; NULL: as the ready order has them, or names that are not made */
	const struct index *index;
	struct ref *made;       /* owned; NULL: the refs are the index's own */
	struct index_order ready;
	bool down;
};

/* By some keys, equal ones by name. */
void sort_order_make(const struct index *index, enum kind kind, const struct sort_key *keys, size_t n_keys,
	struct sort_order *out);
/* As they stand in `rows`, which is the order's from now on. */
void sort_order_take(enum kind kind, struct ref *rows, size_t n, struct sort_order *out);
void sort_order_release(struct sort_order *order);

/* The rows of places from … from + n, which must not be beyond the end. */
void sort_order_read(const struct sort_order *order, size_t from, size_t n, struct ref *out);

/* Those of an order that are among some. To be used by one thread at a time: it learns from what is asked of it. */
struct sort_view;

/*
 * bits: n of n_rows by number, from malloc, the view's from now on; NULL: all. The order must outlive it. An order in an image
 * that is wrong may lack some of them: the kind's first row stands in their places.
 */
struct sort_view *sort_view_new(const struct sort_order *order, uint64_t *bits, size_t n_rows, size_t n);
void sort_view_free(struct sort_view *view);

/* The rows of places from … from + n as far as there are such. Returns how many. */
size_t sort_view_read(struct sort_view *view, size_t from, size_t n, struct ref *out);

/* The place of a row; false: it is not among them. */
bool sort_view_find(struct sort_view *view, const struct index *index, struct ref row, size_t *place);

#endif
