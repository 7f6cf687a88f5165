/*
 * The layout while it is made. Steps, each in a file of its own, each a function of the graph:
 *
 *	layout.c          one track for links that share their run; assembling the answer
 *	layout_rank.c     which tracks lead back; the layer of each box
 *	layout_order.c    order within layers
 *	layout_ports.c    which hops share a vertical run, where lines end on a box
 *	layout_rows.c     rows of boxes and lanes
 *	layout_route.c    columns of vertical runs, columns of layers, paths
 *
 * A node is a box (the same number) or the place where a track passes a layer. A hop is the piece of a track between two
 * neighbouring layers. A part is a connected component; all boxes without links make one part together.
 * All memory is the scratch arena's.
 */
#ifndef VIEW_LAYOUT_INTERNAL_H
#define VIEW_LAYOUT_INTERNAL_H

#include "view/layout.h"

struct track {
	uint32_t from, to; /* boxes */
	enum layout_role role;
	bool back, above;  /* above: its lane is, else below */
	int label_columns;
	uint32_t first_hop, n_hops; /* none where it leads back */
	int from_port, to_port;     /* back only: rows below the boxes' first */
	int lane;                   /* back only: its row */
	struct layout_path path;
};

struct node {
	uint32_t box;  /* LAYOUT_NONE: a passing place */
	uint32_t part;
	int layer, order; /* order: within the layer of its part */
	int row, rows;
};

struct hop {
	uint32_t from, to; /* nodes */
	uint32_t track;
	uint32_t net;
	int from_port, to_port; /* rows below the nodes' first */
};

/* Hops between two layers that share one vertical run: all of one source, or all into one target. */
struct net {
	uint32_t hub; /* the node that they share */
	bool join;    /* they lead to the hub */
};

struct node_list {
	uint32_t *v, n;
};

struct part {
	struct node_list *layers; /* n_layers of the graph */
	int top, bottom;          /* rows used, lanes included; bottom exclusive */
	bool linked;
};

/* Numbers grouped by a key: those of key k are v[first[k]] to v[first[k + 1] - 1]. */
struct groups {
	uint32_t *first, *v;
};

struct graph {
	struct arena *scratch;
	const struct layout_input *in;
	struct track *tracks;
	uint32_t n_tracks, *track_of; /* by link */
	struct groups tracks_from;    /* tracks by source box */
	int n_layers, *layer_columns, *layer_column; /* width and place of each layer; n_layers each */
	struct node *nodes;
	struct hop *hops;
	uint32_t n_nodes, n_hops;
	struct groups hops_right, hops_left; /* hops that leave a node, or enter it */
	struct groups right, left;    /* the nodes at their other ends */
	struct net *nets;
	uint32_t n_nets;
	struct part *parts;
	uint32_t n_parts;
	size_t crossings;
};

/* Group 0 … n - 1 by key; stable. */
struct groups layout_group(struct arena *arena, const uint32_t *keys, uint32_t n, uint32_t n_keys);

/* For qsort and bsearch. */
int layout_compare_ints(const void *a, const void *b);

void layout_make_tracks(struct graph *g);
void layout_break_cycles(struct graph *g);
void layout_assign_layers(struct graph *g, int *layers); /* layers: by box, out; boxes without links 0 */
void layout_order_part(struct graph *g, struct part *part);
void layout_place_ports(struct graph *g);
void layout_place_rows(struct graph *g);
void layout_route(struct graph *g);

static inline int layout_max(int a, int b)
{
	return a > b ? a : b;
}

static inline int layout_min(int a, int b)
{
	return a < b ? a : b;
}

#endif
