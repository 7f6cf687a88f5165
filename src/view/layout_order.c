/*
 * The order of nodes within layers, with few crossings: medians and transposition after
 * Gansner, Koutsofios, North, Vo, "A technique for drawing directed graphs" (1993), 3,
 * from several first orders; the best of all is kept.
 */
#include "view/layout_internal.h"

#include <stdlib.h>
#include <string.h>

enum { SWEEPS_MAX = 24, SWEEPS_IN_VAIN = 8, SORT_SMALL = 32 };

/* Pairs of nodes to be compared before no new try is begun: bounds the time for large graphs, and the same everywhere. */
enum { PAIRS_MAX = 300000 };

struct order {
	struct graph *g;
	struct part *part;
	int *kept;        /* the best order so far, by node */
	size_t kept_crossings;
	uint32_t *counts; /* Fenwick tree over the positions of a layer */
	struct median *medians;
	uint32_t *slots;
	int *positions;   /* of one node's neighbours, sorted */
	bool *stale;      /* by layer + 1 */
	size_t n_pairs;   /* compared so far */
};

struct median {
	double value;
	uint32_t node, was; /* was: its turn before sorting */
};

/* -- counting -------------------------------------------------------------------------- */

/* Most nodes have few neighbours. */
static void sort_positions(int *p, uint32_t n)
{
	if (n > SORT_SMALL) {
		qsort(p, n, sizeof *p, layout_compare_ints);
		return;
	}
	for (uint32_t i = 1; i < n; i++) {
		int value = p[i];
		uint32_t at = i;
		for (; at && p[at - 1] > value; at--)
			p[at] = p[at - 1];
		p[at] = value;
	}
}

/* Positions of a node's neighbours on one side, ascending, into o->positions. */
static uint32_t neighbour_positions(const struct order *o, const struct groups *side, uint32_t node)
{
	uint32_t first = side->first[node], n = side->first[node + 1] - first;
	for (uint32_t i = 0; i < n; i++)
		o->positions[i] = o->g->nodes[side->v[first + i]].order;
	sort_positions(o->positions, n);
	return n;
}

/* Crossings between a layer and the one right of it: inversions of the hops' ends. */
static size_t crossings_right_of(const struct order *o, int layer)
{
	const struct node_list *here = &o->part->layers[layer], *there = &o->part->layers[layer + 1];
	size_t crossings = 0, n_seen = 0;
	memset(o->counts, 0, ((size_t)there->n + 1) * sizeof *o->counts);
	for (uint32_t i = 0; i < here->n; i++) {
		uint32_t n = neighbour_positions(o, &o->g->right, here->v[i]);
		for (uint32_t k = 0; k < n; k++) {
			size_t not_above = 0;
			for (uint32_t at = (uint32_t)o->positions[k] + 1; at; at &= at - 1)
				not_above += o->counts[at];
			crossings += n_seen - not_above;
		}
		for (uint32_t k = 0; k < n; k++)
			for (uint32_t at = (uint32_t)o->positions[k] + 1; at <= there->n; at += at & -at)
				o->counts[at]++;
		n_seen += n;
	}
	return crossings;
}

static size_t all_crossings(const struct order *o)
{
	size_t crossings = 0;
	for (int layer = 0; layer + 1 < o->g->n_layers; layer++)
		crossings += crossings_right_of(o, layer);
	return crossings;
}

static void keep(struct order *o)
{
	for (int layer = 0; layer < o->g->n_layers; layer++)
		for (uint32_t i = 0; i < o->part->layers[layer].n; i++)
			o->kept[o->part->layers[layer].v[i]] = (int)i;
}

static void number_layer(struct order *o, int layer)
{
	for (uint32_t i = 0; i < o->part->layers[layer].n; i++)
		o->g->nodes[o->part->layers[layer].v[i]].order = (int)i;
}

static void restore(struct order *o)
{
	for (int layer = 0; layer < o->g->n_layers; layer++) {
		struct node_list *list = &o->part->layers[layer];
		for (uint32_t i = 0; i < list->n; i++)
			o->slots[o->kept[list->v[i]]] = list->v[i];
		if (list->n)
			memcpy(list->v, o->slots, list->n * sizeof *list->v);
		number_layer(o, layer);
	}
}

/* -- medians --------------------------------------------------------------------------- */

/* The weighted median of Gansner et al.: leans to the side where the neighbours stand close. */
static double median_of(const int *p, uint32_t n)
{
	uint32_t middle = n / 2;
	if (n % 2)
		return p[middle];
	if (n == 2)
		return (p[0] + p[1]) / 2.0;
	double left = p[middle - 1] - p[0], right = p[n - 1] - p[middle];
	return left + right > 0 ? (p[middle - 1] * right + p[middle] * left) / (left + right) : p[middle];
}

static int compare_medians(const void *x, const void *y)
{
	const struct median *a = x, *b = y;
	if (a->value < b->value || a->value > b->value)
		return a->value < b->value ? -1 : 1;
	return a->was < b->was ? -1 : a->was > b->was;
}

/* Sort a layer by medians; nodes without neighbours on that side stay where they are. */
static void sort_layer(struct order *o, int layer, const struct groups *side, bool turn_ties)
{
	struct node_list *list = &o->part->layers[layer];
	uint32_t n = 0;
	for (uint32_t i = 0; i < list->n; i++) {
		uint32_t n_positions = neighbour_positions(o, side, list->v[i]);
		if (!n_positions)
			continue;
		o->slots[n] = i;
		o->medians[n] = (struct median){median_of(o->positions, n_positions), list->v[i], turn_ties ? list->n - i : i};
		n++;
	}
	if (n > 1)
		qsort(o->medians, n, sizeof *o->medians, compare_medians);
	for (uint32_t i = 0; i < n; i++)
		list->v[o->slots[i]] = o->medians[i].node;
	number_layer(o, layer);
}

/* -- transposition --------------------------------------------------------------------- */

/* Crossings on one side while `upper` stands above `lower`, less those the other way round. */
static long gain_on(const struct order *o, const struct groups *side, uint32_t upper, uint32_t lower)
{
	long gain = 0;
	for (uint32_t i = side->first[upper]; i < side->first[upper + 1]; i++)
		for (uint32_t k = side->first[lower]; k < side->first[lower + 1]; k++) {
			int a = o->g->nodes[side->v[i]].order, b = o->g->nodes[side->v[k]].order;
			gain += (a > b) - (a < b);
		}
	return gain;
}

static bool transpose_layer(struct order *o, int layer, bool turn_ties)
{
	struct node_list *list = &o->part->layers[layer];
	bool better = false;
	o->n_pairs += list->n;
	for (uint32_t i = 0; i + 1 < list->n; i++) {
		uint32_t upper = list->v[i], lower = list->v[i + 1];
		long gain = gain_on(o, &o->g->left, upper, lower) + gain_on(o, &o->g->right, upper, lower);
		if (gain < 0 || (gain == 0 && !turn_ties))
			continue;
		list->v[i] = lower;
		list->v[i + 1] = upper;
		o->g->nodes[lower].order = (int)i;
		o->g->nodes[upper].order = (int)i + 1;
		better |= gain > 0;
	}
	return better;
}

/* A layer is looked at again when it or a neighbour got better. */
static void transpose(struct order *o, bool turn_ties)
{
	int n = o->g->n_layers;
	memset(o->stale, true, (size_t)n + 2);
	for (bool better = true; better; turn_ties = false) {
		better = false;
		for (int layer = 0; layer < n; layer++) {
			if (!o->stale[layer + 1])
				continue;
			o->stale[layer + 1] = turn_ties;
			if (transpose_layer(o, layer, turn_ties)) {
				better = true;
				o->stale[layer] = o->stale[layer + 1] = o->stale[layer + 2] = true;
			}
		}
	}
}

/* -- first orders ------------------------------------------------------------------------ */

struct visit {
	struct order *o;
	uint32_t *stack, *n; /* n: nodes so far in each layer */
	bool *seen;
};

/* Nodes as a walk meets them, in all directions or to one side only. */
static void visit(struct visit *v, uint32_t start, const struct groups *side, const struct groups *other)
{
	struct graph *g = v->o->g;
	uint32_t depth = 0;
	v->stack[depth++] = start;
	v->seen[start] = true;
	while (depth) {
		uint32_t node = v->stack[--depth];
		struct node_list *list = &v->o->part->layers[g->nodes[node].layer];
		list->v[v->n[g->nodes[node].layer]++] = node;
		const struct groups *sides[] = {other, side};
		for (int s = 0; s < 2; s++)
			for (uint32_t i = sides[s] ? sides[s]->first[node + 1] : 0; sides[s] && i-- > sides[s]->first[node];)
				if (!v->seen[sides[s]->v[i]]) {
					v->seen[sides[s]->v[i]] = true;
					v->stack[depth++] = sides[s]->v[i];
				}
	}
}

/* way 0: as input; 1: from the left; 2: from the right; 3: from the left, all directions. */
static void first_order(struct order *o, int way)
{
	struct graph *g = o->g;
	if (way == 0)
		return;
	struct visit v = {.o = o};
	v.stack = arena_calloc(g->scratch, g->n_nodes, sizeof *v.stack);
	v.seen = arena_calloc(g->scratch, g->n_nodes, sizeof *v.seen);
	v.n = arena_calloc(g->scratch, (size_t)g->n_layers, sizeof *v.n);
	const struct groups *ahead = way == 2 ? &g->left : &g->right, *behind = way == 2 ? &g->right : &g->left;
	for (uint32_t i = 0; i < g->n_nodes; i++)
		if (&g->parts[g->nodes[i].part] == o->part && !v.seen[i] && behind->first[i] == behind->first[i + 1])
			visit(&v, i, ahead, way == 3 ? behind : NULL);
	for (int layer = 0; layer < g->n_layers; layer++)
		number_layer(o, layer);
}

static void sweep(struct order *o, int n)
{
	bool turn_ties = n % 4 < 2;
	if (n % 2 == 0)
		for (int layer = 1; layer < o->g->n_layers; layer++)
			sort_layer(o, layer, &o->g->left, turn_ties);
	else
		for (int layer = o->g->n_layers - 1; layer-- > 0;)
			sort_layer(o, layer, &o->g->right, turn_ties);
	transpose(o, !turn_ties);
}

static void improve(struct order *o)
{
	size_t least = SIZE_MAX;
	int in_vain = 0;
	for (int n = 0; n < SWEEPS_MAX && in_vain < SWEEPS_IN_VAIN && o->kept_crossings; n++) {
		if (n && o->n_pairs > PAIRS_MAX)
			break;
		sweep(o, n);
		size_t crossings = all_crossings(o);
		in_vain = crossings < least ? 0 : in_vain + 1;
		least = crossings < least ? crossings : least;
		if (crossings < o->kept_crossings) {
			o->kept_crossings = crossings;
			keep(o);
		}
	}
}

void layout_order_part(struct graph *g, struct part *part)
{
	struct order o = {.g = g, .part = part};
	size_t n = (size_t)g->n_nodes + 1;
	o.kept = arena_calloc(g->scratch, n, sizeof *o.kept);
	o.counts = arena_calloc(g->scratch, n, sizeof *o.counts);
	o.medians = arena_calloc(g->scratch, n, sizeof *o.medians);
	o.slots = arena_calloc(g->scratch, n, sizeof *o.slots);
	o.positions = arena_calloc(g->scratch, n, sizeof *o.positions);
	o.stale = arena_calloc(g->scratch, (size_t)g->n_layers + 2, sizeof *o.stale);
	o.kept_crossings = SIZE_MAX;
	for (int way = 0; way < 4 && o.kept_crossings && o.n_pairs <= PAIRS_MAX; way++) {
		first_order(&o, way);
		size_t crossings = all_crossings(&o);
		if (crossings < o.kept_crossings) {
			o.kept_crossings = crossings;
			keep(&o);
		}
		improve(&o);
	}
	restore(&o);
	/* Transposition may still help the order that was kept before it. */
	transpose(&o, false);
	g->crossings += all_crossings(&o);
}
