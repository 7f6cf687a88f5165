/* Which links lead back, and the layer of each box: total length of the links as small as can be. */
#include "view/layout_internal.h"

#include <limits.h>
#include <string.h>

/* -- cycles -------------------------------------------------------------------------- */

enum state { NEW, OPEN, DONE };

struct walk {
	struct graph *g;
	uint8_t *state;        /* by box */
	uint32_t *stack, *next; /* boxes under way; the track of each to be followed next */
};

/* Depth first along input tracks; those that lead to a box still under way lead back. */
static void walk_inputs(struct walk *w, uint32_t start)
{
	struct graph *g = w->g;
	uint32_t n = 0;
	if (w->state[start] != NEW)
		return;
	w->state[start] = OPEN;
	w->next[start] = g->tracks_from.first[start];
	w->stack[n++] = start;
	while (n) {
		uint32_t box = w->stack[n - 1];
		if (w->next[box] == g->tracks_from.first[box + 1]) {
			w->state[box] = DONE;
			n--;
			continue;
		}
		struct track *track = &g->tracks[g->tracks_from.v[w->next[box]++]];
		if (track->role != LAYOUT_INPUT)
			continue;
		if (w->state[track->to] == OPEN) {
			track->back = true;
		} else if (w->state[track->to] == NEW) {
			w->state[track->to] = OPEN;
			w->next[track->to] = g->tracks_from.first[track->to];
			w->stack[n++] = track->to;
		}
	}
}

/* Whether tracks that are taken (role input, or a by-product before `limit`) and do not lead back connect the boxes. */
static bool reaches(struct walk *w, uint32_t from, uint32_t to, uint32_t limit)
{
	struct graph *g = w->g;
	uint32_t n = 0;
	memset(w->state, NEW, g->in->n_boxes);
	w->stack[n++] = from;
	w->state[from] = DONE;
	while (n) {
		uint32_t box = w->stack[--n];
		if (box == to)
			return true;
		for (uint32_t i = g->tracks_from.first[box]; i < g->tracks_from.first[box + 1]; i++) {
			uint32_t id = g->tracks_from.v[i];
			const struct track *track = &g->tracks[id];
			if (track->back || (track->role != LAYOUT_INPUT && id >= limit) || w->state[track->to] != NEW)
				continue;
			w->state[track->to] = DONE;
			w->stack[n++] = track->to;
		}
	}
	return false;
}

void layout_break_cycles(struct graph *g)
{
	uint32_t n = (uint32_t)g->in->n_boxes;
	struct walk w = {.g = g};
	w.state = arena_calloc(g->scratch, n, sizeof *w.state);
	w.stack = arena_calloc(g->scratch, n, sizeof *w.stack);
	w.next = arena_calloc(g->scratch, n, sizeof *w.next);
	bool *fed = arena_calloc(g->scratch, n, sizeof *fed);
	for (uint32_t i = 0; i < g->n_tracks; i++)
		if (g->tracks[i].role == LAYOUT_INPUT)
			fed[g->tracks[i].to] = true;
	for (uint32_t box = 0; box < n; box++)
		if (!fed[box])
			walk_inputs(&w, box);
	for (uint32_t box = 0; box < n; box++)
		walk_inputs(&w, box);
	for (uint32_t i = 0; i < g->n_tracks; i++)
		if (g->tracks[i].role != LAYOUT_INPUT)
			g->tracks[i].back = reaches(&w, g->tracks[i].to, g->tracks[i].from, i);
}

/* -- network simplex ------------------------------------------------------------------ */

struct edge {
	uint32_t tail, head; /* head at least one layer right of tail */
	bool in_tree;
};

/* All boxes with links at once: trees of several components hang side by side. */
struct simplex {
	uint32_t n, m;
	struct edge *edges;
	struct groups at;      /* ends by box: 2 * edge, 2 * edge + 1 for tail and head */
	int *layer;
	uint32_t *pre, *last;  /* the boxes of a subtree have pre from its root's pre to its root's last */
	uint32_t *sequence;    /* boxes by pre */
	uint32_t *parent_edge; /* UINT32_MAX: a root */
	uint32_t *stack;
	int *surplus;          /* edges that leave the subtree less those that enter it */
};

static int slack(const struct simplex *s, uint32_t edge)
{
	return s->layer[s->edges[edge].head] - s->layer[s->edges[edge].tail] - 1;
}

static uint32_t other_end(const struct simplex *s, uint32_t end)
{
	const struct edge *edge = &s->edges[end / 2];
	return end % 2 ? edge->tail : edge->head;
}

/* Layers by the longest way from a source. */
static void longest_paths(struct simplex *s)
{
	uint32_t *waiting = s->pre, *queue = s->sequence, n_queue = 0;
	for (uint32_t i = 0; i < s->n; i++)
		waiting[i] = 0;
	for (uint32_t i = 0; i < s->m; i++)
		waiting[s->edges[i].head]++;
	for (uint32_t i = 0; i < s->n; i++) {
		s->layer[i] = 0;
		if (!waiting[i])
			queue[n_queue++] = i;
	}
	for (uint32_t i = 0; i < n_queue; i++) {
		uint32_t box = queue[i];
		for (uint32_t k = s->at.first[box]; k < s->at.first[box + 1]; k++) {
			uint32_t end = s->at.v[k], head = s->edges[end / 2].head;
			if (end % 2)
				continue;
			s->layer[head] = layout_max(s->layer[head], s->layer[box] + 1);
			if (!--waiting[head])
				queue[n_queue++] = head;
		}
	}
}

/* Take into the tree what tight edges connect with `root`, and mark it with `value`. */
static void grow(struct simplex *s, uint32_t *mark, uint32_t value, uint32_t root)
{
	uint32_t n = 0;
	mark[root] = value;
	s->stack[n++] = root;
	while (n) {
		uint32_t box = s->stack[--n];
		for (uint32_t k = s->at.first[box]; k < s->at.first[box + 1]; k++) {
			uint32_t end = s->at.v[k], other = other_end(s, end);
			if (mark[other] == value || slack(s, end / 2) != 0)
				continue;
			s->edges[end / 2].in_tree = true;
			mark[other] = value;
			s->stack[n++] = other;
		}
	}
}

/* Shift the tree of `root` until a tight edge leads out of it; false where it spans its component. */
static bool tighten(struct simplex *s, const uint32_t *mark, uint32_t value)
{
	uint32_t best = UINT32_MAX;
	for (uint32_t i = 0; i < s->m; i++)
		if ((mark[s->edges[i].tail] == value) != (mark[s->edges[i].head] == value) &&
			(best == UINT32_MAX || slack(s, i) < slack(s, best)))
			best = i;
	if (best == UINT32_MAX)
		return false;
	int shift = mark[s->edges[best].tail] == value ? slack(s, best) : -slack(s, best);
	for (uint32_t i = 0; i < s->n; i++)
		if (mark[i] == value)
			s->layer[i] += shift;
	return true;
}

static void tight_trees(struct simplex *s)
{
	uint32_t *mark = s->last, value = 0;
	for (uint32_t i = 0; i < s->n; i++)
		mark[i] = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		if (mark[i])
			continue;
		value++;
		do {
			for (uint32_t k = 0; k < s->n; k++)
				if (mark[k] == value)
					mark[k] = 0;
			for (uint32_t k = 0; k < s->m; k++)
				if (mark[s->edges[k].tail] == 0 && mark[s->edges[k].head] == 0)
					s->edges[k].in_tree = false;
			grow(s, mark, value, i);
		} while (tighten(s, mark, value));
	}
}

/* Number the boxes of the tree at `root` in preorder from *n on. */
static void number_tree(struct simplex *s, uint32_t root, uint32_t *n)
{
	uint32_t depth = 0;
	s->parent_edge[root] = UINT32_MAX;
	s->stack[depth++] = root;
	while (depth) {
		uint32_t box = s->stack[--depth];
		s->pre[box] = *n;
		s->sequence[(*n)++] = box;
		for (uint32_t k = s->at.first[box]; k < s->at.first[box + 1]; k++) {
			uint32_t edge = s->at.v[k] / 2;
			if (!s->edges[edge].in_tree || edge == s->parent_edge[box])
				continue;
			uint32_t other = other_end(s, s->at.v[k]);
			s->parent_edge[other] = edge;
			s->stack[depth++] = other;
		}
	}
}

static void number_trees(struct simplex *s)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		s->pre[i] = UINT32_MAX;
		s->surplus[i] = 0;
	}
	for (uint32_t i = 0; i < s->n; i++)
		if (s->pre[i] == UINT32_MAX)
			number_tree(s, i, &n);
	for (uint32_t i = 0; i < s->m; i++) {
		s->surplus[s->edges[i].tail]++;
		s->surplus[s->edges[i].head]--;
	}
	for (uint32_t i = 0; i < s->n; i++)
		s->last[i] = s->pre[i];
	for (uint32_t i = s->n; i-- > 0;) {
		uint32_t box = s->sequence[i];
		if (s->parent_edge[box] == UINT32_MAX)
			continue;
		const struct edge *edge = &s->edges[s->parent_edge[box]];
		uint32_t parent = edge->tail == box ? edge->head : edge->tail;
		s->surplus[parent] += s->surplus[box];
		if (s->last[box] > s->last[parent])
			s->last[parent] = s->last[box];
	}
}

static bool within(const struct simplex *s, uint32_t box, uint32_t root)
{
	return s->pre[box] >= s->pre[root] && s->pre[box] <= s->last[root];
}

/* Change one edge of the tree so that the total length shrinks, or stays; false where it is the least. */
static bool pivot(struct simplex *s, uint32_t *from)
{
	uint32_t root = UINT32_MAX;
	bool leaves = false;
	for (uint32_t i = 0; i < s->n && root == UINT32_MAX; i++) {
		uint32_t box = (*from + i) % s->n;
		if (s->parent_edge[box] == UINT32_MAX)
			continue;
		leaves = s->edges[s->parent_edge[box]].tail == box;
		if ((leaves ? s->surplus[box] : -s->surplus[box]) < 0)
			root = box;
	}
	if (root == UINT32_MAX)
		return false;
	*from = root + 1;
	uint32_t best = UINT32_MAX;
	for (uint32_t i = 0; i < s->m; i++) {
		bool tail = within(s, s->edges[i].tail, root), head = within(s, s->edges[i].head, root);
		if (tail != head && head == leaves && (best == UINT32_MAX || slack(s, i) < slack(s, best)))
			best = i;
	}
	if (best == UINT32_MAX)
		return false;
	int shift = leaves ? -slack(s, best) : slack(s, best);
	for (uint32_t i = s->pre[root]; i <= s->last[root]; i++)
		s->layer[s->sequence[i]] += shift;
	s->edges[s->parent_edge[root]].in_tree = false;
	s->edges[best].in_tree = true;
	return true;
}

/* A box with as many links in as out may stand anywhere between its neighbours: let it stand where there is room. */
static void spread(struct simplex *s, int *counts, int n_layers)
{
	for (uint32_t i = 0; i < s->n; i++)
		counts[s->layer[i]]++;
	for (uint32_t box = 0; box < s->n; box++) {
		int low = 0, high = n_layers - 1, balance = 0;
		for (uint32_t k = s->at.first[box]; k < s->at.first[box + 1]; k++) {
			uint32_t end = s->at.v[k];
			int layer = s->layer[other_end(s, end)];
			balance += end % 2 ? 1 : -1;
			if (end % 2)
				low = layout_max(low, layer + 1);
			else
				high = layout_min(high, layer - 1);
		}
		if (balance || s->at.first[box] == s->at.first[box + 1])
			continue;
		int best = s->layer[box];
		for (int layer = low; layer <= high; layer++)
			if (counts[layer] < counts[best] - (best == s->layer[box] ? 1 : 0))
				best = layer;
		counts[s->layer[box]]--;
		counts[best]++;
		s->layer[box] = best;
	}
}

/* Every component starts at layer 0. Components are known by their trees. Returns the number of layers. */
static int normalise(struct simplex *s)
{
	int n_layers = 0;
	for (uint32_t i = 0; i < s->n;) {
		uint32_t end = s->last[s->sequence[i]] + 1;
		int least = INT_MAX;
		for (uint32_t k = i; k < end; k++)
			least = layout_min(least, s->layer[s->sequence[k]]);
		for (uint32_t k = i; k < end; k++) {
			s->layer[s->sequence[k]] -= least;
			n_layers = layout_max(n_layers, s->layer[s->sequence[k]] + 1);
		}
		i = end;
	}
	return n_layers;
}

static void simplex_init(struct simplex *s, struct graph *g, int *layers)
{
	uint32_t *keys = arena_calloc(g->scratch, 2 * (size_t)g->n_tracks, sizeof *keys);
	*s = (struct simplex){.n = (uint32_t)g->in->n_boxes, .layer = layers};
	s->edges = arena_calloc(g->scratch, g->n_tracks, sizeof *s->edges);
	for (uint32_t i = 0; i < g->n_tracks; i++) {
		if (g->tracks[i].back)
			continue;
		keys[2 * s->m] = g->tracks[i].from;
		keys[2 * s->m + 1] = g->tracks[i].to;
		s->edges[s->m++] = (struct edge){g->tracks[i].from, g->tracks[i].to, false};
	}
	s->at = layout_group(g->scratch, keys, 2 * s->m, s->n);
	uint32_t **arrays[] = {&s->pre, &s->last, &s->sequence, &s->parent_edge, &s->stack};
	for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
		*arrays[i] = arena_calloc(g->scratch, s->n, sizeof **arrays[i]);
	s->surplus = arena_calloc(g->scratch, s->n, sizeof *s->surplus);
}

void layout_assign_layers(struct graph *g, int *layers)
{
	struct simplex s;
	simplex_init(&s, g, layers);
	longest_paths(&s);
	tight_trees(&s);
	/* Steps that change nothing could go round for ever: the bound is far above what is ever needed. */
	uint32_t from = 0;
	number_trees(&s);
	for (uint32_t step = 0; step < 20 * s.n && pivot(&s, &from); step++)
		number_trees(&s);
	int n_layers = normalise(&s);
	spread(&s, arena_calloc(g->scratch, (size_t)n_layers + 1, sizeof(int)), n_layers);
}
