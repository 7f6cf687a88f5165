/*
 * Finding a circle in a graph of keys.
 */
#ifndef STORE_GRAPH_INTERNAL_H
#define STORE_GRAPH_INTERNAL_H

#include "base/array.h"
#include "store/sql_internal.h"

struct graph_edge {
	int64_t from, to;
	int64_t row; /* key of the record that says so */
};

struct graph {
	ARRAY(struct graph_edge) edges;
};

void graph_release(struct graph *graph);

/*
 * One circle, if there is one: the rows of its edges, in order, in *rows (owned by
 * the caller: free). Returns how many; 0: no circle. Sorts the edges. Source: depth-first
 * search with three colours, without recursion.
 */
size_t graph_cycle(struct graph *graph, int64_t **rows);

/*
 * The graphs of a catalogue that must have no circle: for each kind its field that
 * leads to the same kind (parent, part_of, template), and the input links, from chain to chain as well.
 * Appends the edges. field is an index in fields_of[kind], or GRAPH_LINKS for links.
 */
enum { GRAPH_LINKS = FIELDS_MAX };
bool graph_load(struct graph *graph, struct store *store, enum kind kind, size_t field, struct err *err);

/* The next graph of a kind from *field on: false where there is none more. */
bool graph_next(enum kind kind, size_t *field);

#endif
