/*
 * The row of every node, so that lines run straight where they can, and the lanes of
 * links that lead back.
 *
 * One layer at a time: given the rows of its neighbours, the rows of a layer that keep the order and the distances and
 * bend lines least (the sum of weighted differences) are found exactly, by pooling neighbours that get in each other's
 * way and giving each pool the median of its wishes (isotonic regression). Layers are visited back and forth.
 */
#include "view/layout_internal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 6 };

struct wish {
	int row, weight;
};

/* Nodes of a layer that stand as close as may be. */
struct pool {
	uint32_t first_wish, first_node;
	int row; /* of the pool, distances before it taken away */
};

struct rows {
	struct graph *g;
	struct part *part;
	struct wish *wishes, *merged;
	struct pool *pools;
	int *offsets;
	int *kept;
	long kept_bends;
};

static int gap_between(const struct graph *g, const struct node *upper, const struct node *lower)
{
	return upper->box == LAYOUT_NONE && lower->box == LAYOUT_NONE ? 0 : g->in->row_gap;
}

/* Long links should not wriggle, and by-products give way to the main line. */
static int weight_of(const struct graph *g, const struct hop *hop)
{
	int passing = (g->nodes[hop->from].box == LAYOUT_NONE) + (g->nodes[hop->to].box == LAYOUT_NONE);
	int weight = passing == 2 ? 8 : passing == 1 ? 2 : 1;
	return g->tracks[hop->track].role == LAYOUT_INPUT ? 3 * weight : weight;
}

/* Bring the wishes of two neighbouring pools, each in order, into one order. */
static void merge_wishes(struct rows *r, uint32_t first, uint32_t middle, uint32_t end)
{
	struct wish *w = r->wishes;
	uint32_t n = middle - first, k = 0, at = first;
	memcpy(r->merged, w + first, n * sizeof *w);
	while (k < n)
		w[at++] = middle < end && w[middle].row < r->merged[k].row ? w[middle++] : r->merged[k++];
}

/* The weighted median of wishes in order, the upper one of two. */
static int median_row(const struct rows *r, uint32_t first, uint32_t end)
{
	long all = 0, passed = 0;
	for (uint32_t i = first; i < end; i++)
		all += r->wishes[i].weight;
	for (uint32_t i = first; i < end; i++) {
		passed += r->wishes[i].weight;
		if (2 * passed >= all)
			return r->wishes[i].row;
	}
	return r->wishes[end - 1].row;
}

static int compare_wishes(const void *x, const void *y)
{
	const struct wish *a = x, *b = y;
	return a->row < b->row ? -1 : a->row > b->row;
}

/* Wishes of a node, in order: to stand level with what it is linked to; to stay, where nothing else counts. */
static uint32_t add_wishes(struct rows *r, uint32_t n, uint32_t node, int offset, bool left, bool right)
{
	struct graph *g = r->g;
	uint32_t first = n;
	for (int side = 0; side < 2; side++) {
		const struct groups *hops = side ? &g->hops_right : &g->hops_left;
		if (!(side ? right : left))
			continue;
		for (uint32_t i = hops->first[node]; i < hops->first[node + 1]; i++) {
			const struct hop *hop = &g->hops[hops->v[i]];
			int level = side ? g->nodes[hop->to].row + hop->to_port - hop->from_port
			                 : g->nodes[hop->from].row + hop->from_port - hop->to_port;
			r->wishes[n++] = (struct wish){level - offset, 16 * weight_of(g, hop)};
		}
	}
	if (n == first)
		r->wishes[n++] = (struct wish){g->nodes[node].row - offset, 1};
	if (n - first > 1)
		qsort(r->wishes + first, n - first, sizeof *r->wishes, compare_wishes);
	return n;
}

static void place_layer(struct rows *r, int layer, bool left, bool right)
{
	const struct node_list *list = &r->part->layers[layer];
	uint32_t n_wishes = 0, n_pools = 0;
	int offset = 0;
	for (uint32_t i = 0; i < list->n; i++) {
		struct node *node = &r->g->nodes[list->v[i]];
		if (i) {
			const struct node *upper = &r->g->nodes[list->v[i - 1]];
			offset += upper->rows + gap_between(r->g, upper, node);
		}
		r->offsets[i] = offset;
		struct pool pool = {n_wishes, i, 0};
		n_wishes = add_wishes(r, n_wishes, list->v[i], offset, left, right);
		pool.row = median_row(r, pool.first_wish, n_wishes);
		while (n_pools && r->pools[n_pools - 1].row > pool.row) {
			merge_wishes(r, r->pools[n_pools - 1].first_wish, pool.first_wish, n_wishes);
			pool.first_wish = r->pools[n_pools - 1].first_wish;
			pool.first_node = r->pools[--n_pools].first_node;
			pool.row = median_row(r, pool.first_wish, n_wishes);
		}
		r->pools[n_pools++] = pool;
	}
	for (uint32_t i = 0, pool = 0; i < list->n; i++) {
		while (pool + 1 < n_pools && r->pools[pool + 1].first_node <= i)
			pool++;
		r->g->nodes[list->v[i]].row = r->pools[pool].row + r->offsets[i];
	}
}

/* How far lines of the part go up and down, weighted. */
static long bends(const struct rows *r)
{
	const struct graph *g = r->g;
	long sum = 0;
	for (int layer = 0; layer < g->n_layers; layer++)
		for (uint32_t i = 0; i < r->part->layers[layer].n; i++) {
			uint32_t node = r->part->layers[layer].v[i];
			for (uint32_t k = g->hops_right.first[node]; k < g->hops_right.first[node + 1]; k++) {
				const struct hop *hop = &g->hops[g->hops_right.v[k]];
				int from = g->nodes[hop->from].row + hop->from_port, to = g->nodes[hop->to].row + hop->to_port;
				sum += (long)weight_of(g, hop) * (2 * abs(from - to) + (from != to));
			}
		}
	return sum;
}

static void keep_best(struct rows *r)
{
	long now = bends(r);
	if (now >= r->kept_bends)
		return;
	r->kept_bends = now;
	for (int layer = 0; layer < r->g->n_layers; layer++)
		for (uint32_t i = 0; i < r->part->layers[layer].n; i++)
			r->kept[r->part->layers[layer].v[i]] = r->g->nodes[r->part->layers[layer].v[i]].row;
}

/* Every layer from row 0 on, as close as may be. */
static void pack(struct rows *r)
{
	for (int layer = 0; layer < r->g->n_layers; layer++) {
		const struct node_list *list = &r->part->layers[layer];
		for (uint32_t i = 1; i < list->n; i++) {
			const struct node *upper = &r->g->nodes[list->v[i - 1]];
			struct node *node = &r->g->nodes[list->v[i]];
			node->row = upper->row + upper->rows + gap_between(r->g, upper, node);
		}
	}
}

static void place_part(struct rows *r)
{
	int n = r->g->n_layers;
	pack(r);
	r->kept_bends = LONG_MAX;
	keep_best(r);
	for (int round = 0; round < ROUNDS && r->kept_bends; round++) {
		bool both = round >= ROUNDS / 2;
		for (int layer = 0; layer < n; layer++)
			place_layer(r, layer, true, both);
		keep_best(r);
		for (int layer = n; layer-- > 0;)
			place_layer(r, layer, both, true);
		keep_best(r);
	}
	r->part->top = INT_MAX;
	r->part->bottom = INT_MIN;
	for (int layer = 0; layer < n; layer++)
		for (uint32_t i = 0; i < r->part->layers[layer].n; i++) {
			struct node *node = &r->g->nodes[r->part->layers[layer].v[i]];
			node->row = r->kept[r->part->layers[layer].v[i]];
			r->part->top = layout_min(r->part->top, node->row);
			r->part->bottom = layout_max(r->part->bottom, node->row + node->rows);
		}
}

/* -- lanes ---------------------------------------------------------------------------------- */

/* A lane from gap `first` to gap `last`; gap i lies left of layer i. */
struct lane {
	int first, last;
	uint32_t track;
};

static int compare_lanes(const void *x, const void *y)
{
	const struct lane *a = x, *b = y;
	int by_length = (a->last - a->first) - (b->last - b->first);
	return by_length ? by_length : a->track < b->track ? -1 : a->track > b->track;
}

/* The row next to all nodes of the layers that the lane passes. */
static int free_row(const struct graph *g, const struct part *part, const struct lane *lane, bool above)
{
	int row = above ? INT_MAX : INT_MIN;
	for (int layer = lane->first; layer < lane->last; layer++)
		for (uint32_t i = 0; i < part->layers[layer].n; i++) {
			const struct node *node = &g->nodes[part->layers[layer].v[i]];
			row = above ? layout_min(row, node->row - 1 - g->in->row_gap) : layout_max(row, node->row + node->rows + g->in->row_gap);
		}
	return row;
}

/* Short lanes first, so that long ones go round them. */
static void place_lanes(struct graph *g, uint32_t part_id)
{
	struct part *part = &g->parts[part_id];
	struct lane *lanes = arena_calloc(g->scratch, g->n_tracks, sizeof *lanes);
	size_t n = 0;
	for (uint32_t i = 0; i < g->n_tracks; i++) {
		const struct track *track = &g->tracks[i];
		if (track->back && g->nodes[track->from].part == part_id)
			lanes[n++] = (struct lane){g->nodes[track->to].layer, g->nodes[track->from].layer + 1, i};
	}
	if (n)
		qsort(lanes, n, sizeof *lanes, compare_lanes);
	for (size_t i = 0; i < n; i++) {
		struct track *track = &g->tracks[lanes[i].track];
		int row = free_row(g, part, &lanes[i], track->above);
		for (size_t k = 0; k < i; k++) {
			const struct track *other = &g->tracks[lanes[k].track];
			bool meet = lanes[k].first <= lanes[i].last && lanes[i].first <= lanes[k].last;
			if (meet && other->above == track->above)
				row = track->above ? layout_min(row, other->lane - 1) : layout_max(row, other->lane + 1);
		}
		track->lane = row;
		part->top = layout_min(part->top, row);
		part->bottom = layout_max(part->bottom, row + 1);
	}
}

/* One part below the other, the first at row 0. */
static void stack_parts(struct graph *g)
{
	int *shift = arena_calloc(g->scratch, g->n_parts, sizeof *shift), at = 0;
	for (uint32_t i = 0; i < g->n_parts; i++) {
		shift[i] = at - g->parts[i].top;
		at += g->parts[i].bottom - g->parts[i].top + layout_max(g->in->row_gap, 1);
	}
	for (uint32_t i = 0; i < g->n_nodes; i++)
		g->nodes[i].row += shift[g->nodes[i].part];
	for (uint32_t i = 0; i < g->n_tracks; i++)
		g->tracks[i].lane += shift[g->nodes[g->tracks[i].from].part];
}

void layout_place_rows(struct graph *g)
{
	struct rows r = {.g = g};
	size_t n_wishes = 2 * (size_t)g->n_hops + g->n_nodes;
	r.wishes = arena_calloc(g->scratch, n_wishes, sizeof *r.wishes);
	r.merged = arena_calloc(g->scratch, n_wishes, sizeof *r.merged);
	r.pools = arena_calloc(g->scratch, g->n_nodes, sizeof *r.pools);
	r.offsets = arena_calloc(g->scratch, g->n_nodes, sizeof *r.offsets);
	r.kept = arena_calloc(g->scratch, g->n_nodes, sizeof *r.kept);
	for (uint32_t i = 0; i < g->n_parts; i++) {
		r.part = &g->parts[i];
		place_part(&r);
		place_lanes(g, i);
	}
	stack_parts(g);
}
