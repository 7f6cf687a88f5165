#include "view/layout_internal.h"

#include <assert.h>
#include <stdlib.h>

struct groups layout_group(struct arena *arena, const uint32_t *keys, uint32_t n, uint32_t n_keys)
{
	struct groups groups;
	groups.first = arena_calloc(arena, (size_t)n_keys + 2, sizeof *groups.first);
	groups.v = arena_calloc(arena, n, sizeof *groups.v);
	for (uint32_t i = 0; i < n; i++)
		groups.first[keys[i] + 2]++;
	for (uint32_t key = 2; key < n_keys + 2; key++)
		groups.first[key] += groups.first[key - 1];
	for (uint32_t i = 0; i < n; i++)
		groups.v[groups.first[keys[i] + 1]++] = i;
	return groups;
}

/* -- tracks: links that share their run -------------------------------------------------- */

struct link_key {
	struct layout_link link;
	uint32_t id;
};

static bool same_run(const struct layout_link *a, const struct layout_link *b)
{
	return a->from == b->from && a->to == b->to && a->role == b->role;
}

static int compare_links(const void *x, const void *y)
{
	const struct link_key *a = x, *b = y;
	if (a->link.from != b->link.from)
		return a->link.from < b->link.from ? -1 : 1;
	if (a->link.to != b->link.to)
		return a->link.to < b->link.to ? -1 : 1;
	if (a->link.role != b->link.role)
		return a->link.role < b->link.role ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* track_of[link], tracks in the order of their first links. */
void layout_make_tracks(struct graph *g)
{
	uint32_t n = (uint32_t)g->in->n_links;
	struct link_key *keys = arena_calloc(g->scratch, n, sizeof *keys);
	uint32_t *first = arena_calloc(g->scratch, n, sizeof *first);
	for (uint32_t i = 0; i < n; i++) {
		assert(g->in->links[i].from < g->in->n_boxes && g->in->links[i].to < g->in->n_boxes);
		keys[i] = (struct link_key){g->in->links[i], i};
	}
	if (n)
		qsort(keys, n, sizeof *keys, compare_links);
	for (uint32_t i = 0; i < n; i++)
		first[keys[i].id] = i && same_run(&keys[i - 1].link, &keys[i].link) ? first[keys[i - 1].id] : keys[i].id;
	g->tracks = arena_calloc(g->scratch, n, sizeof *g->tracks);
	g->track_of = arena_calloc(g->scratch, n, sizeof *g->track_of);
	uint32_t *sources = arena_calloc(g->scratch, n, sizeof *sources);
	for (uint32_t i = 0; i < n; i++) {
		const struct layout_link *link = &g->in->links[i];
		if (first[i] == i) {
			sources[g->n_tracks] = link->from;
			g->track_of[i] = g->n_tracks;
			g->tracks[g->n_tracks++] = (struct track){.from = link->from, .to = link->to, .role = link->role};
		} else {
			g->track_of[i] = g->track_of[first[i]];
		}
		struct track *track = &g->tracks[g->track_of[i]];
		if (link->label_columns > 0)
			track->label_columns += link->label_columns + (track->label_columns ? 1 : 0);
	}
	g->tracks_from = layout_group(g->scratch, sources, g->n_tracks, (uint32_t)g->in->n_boxes);
}

/* -- parts -------------------------------------------------------------------------------- */

static uint32_t root_of(uint32_t *up, uint32_t box)
{
	while (up[box] != box)
		box = up[box] = up[up[box]];
	return box;
}

/* part_of[box]: linked parts by their first box, then one for all boxes without links. */
static uint32_t *find_parts(struct graph *g)
{
	uint32_t n = (uint32_t)g->in->n_boxes, none = LAYOUT_NONE;
	uint32_t *up = arena_calloc(g->scratch, n, sizeof *up), *part_of = arena_calloc(g->scratch, n, sizeof *part_of);
	bool *linked = arena_calloc(g->scratch, n, sizeof *linked);
	uint32_t *number = arena_calloc(g->scratch, n, sizeof *number);
	for (uint32_t i = 0; i < n; i++) {
		up[i] = i;
		number[i] = none;
	}
	for (uint32_t i = 0; i < g->n_tracks; i++) {
		uint32_t a = root_of(up, g->tracks[i].from), b = root_of(up, g->tracks[i].to);
		linked[g->tracks[i].from] = linked[g->tracks[i].to] = true;
		up[a > b ? a : b] = a > b ? b : a;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t root = root_of(up, i);
		if (linked[i] && number[root] == none)
			number[root] = g->n_parts++;
		part_of[i] = linked[i] ? number[root] : none;
	}
	bool loose = false;
	for (uint32_t i = 0; i < n; i++)
		if (part_of[i] == none) {
			part_of[i] = g->n_parts;
			loose = true;
		}
	g->parts = arena_calloc(g->scratch, (size_t)g->n_parts + 1, sizeof *g->parts);
	for (uint32_t i = 0; i < g->n_parts; i++)
		g->parts[i].linked = true;
	g->n_parts += loose;
	return part_of;
}

int layout_compare_ints(const void *x, const void *y)
{
	int a = *(const int *)x, b = *(const int *)y;
	return a < b ? -1 : a > b;
}

/* Boxes without links stand where the caller wants them; layers that he leaves out take no room. */
static void place_loose(struct graph *g, const uint32_t *part_of, int *layers)
{
	size_t n = 0;
	int *wanted = arena_calloc(g->scratch, g->in->n_boxes, sizeof *wanted);
	for (size_t i = 0; i < g->in->n_boxes; i++)
		if (!g->parts[part_of[i]].linked)
			wanted[n++] = g->in->sizes[i].layer;
	if (!n)
		return;
	qsort(wanted, n, sizeof *wanted, layout_compare_ints);
	size_t kept = 1;
	for (size_t i = 1; i < n; i++)
		if (wanted[i] != wanted[kept - 1])
			wanted[kept++] = wanted[i];
	for (size_t i = 0; i < g->in->n_boxes; i++)
		if (!g->parts[part_of[i]].linked) {
			const int *at = bsearch(&g->in->sizes[i].layer, wanted, kept, sizeof *wanted, layout_compare_ints);
			layers[i] = (int)(at - wanted);
		}
}

/* -- nodes and hops -------------------------------------------------------------------------- */

static void make_nodes(struct graph *g, const uint32_t *part_of, const int *layers)
{
	size_t n_boxes = g->in->n_boxes, n_hops = 0;
	for (uint32_t i = 0; i < g->n_tracks; i++)
		if (!g->tracks[i].back)
			n_hops += (size_t)(layers[g->tracks[i].to] - layers[g->tracks[i].from]);
	g->nodes = arena_calloc(g->scratch, n_boxes + n_hops, sizeof *g->nodes);
	g->hops = arena_calloc(g->scratch, n_hops, sizeof *g->hops);
	for (size_t i = 0; i < n_boxes; i++)
		g->nodes[i] = (struct node){.box = (uint32_t)i, .part = part_of[i], .layer = layers[i],
			.rows = layout_max(g->in->sizes[i].rows, g->in->framed ? 3 : 1)};
	g->n_nodes = (uint32_t)n_boxes;
	for (uint32_t i = 0; i < g->n_tracks; i++) {
		struct track *track = &g->tracks[i];
		if (track->back)
			continue;
		track->first_hop = g->n_hops;
		uint32_t from = track->from;
		for (int layer = layers[track->from] + 1; layer <= layers[track->to]; layer++) {
			uint32_t to = track->to;
			if (layer < layers[track->to]) {
				to = g->n_nodes++;
				g->nodes[to] = (struct node){.box = LAYOUT_NONE, .part = part_of[from < n_boxes ? from : track->from],
					.layer = layer, .rows = 1};
			}
			g->hops[g->n_hops++] = (struct hop){.from = from, .to = to, .track = i};
			from = to;
		}
		track->n_hops = g->n_hops - track->first_hop;
	}
}

/* Hops by node, and the nodes on their other ends. */
static void make_neighbours(struct graph *g)
{
	uint32_t *from = arena_calloc(g->scratch, g->n_hops, sizeof *from), *to = arena_calloc(g->scratch, g->n_hops, sizeof *to);
	for (uint32_t i = 0; i < g->n_hops; i++) {
		from[i] = g->hops[i].from;
		to[i] = g->hops[i].to;
	}
	g->hops_right = layout_group(g->scratch, from, g->n_hops, g->n_nodes);
	g->hops_left = layout_group(g->scratch, to, g->n_hops, g->n_nodes);
	g->right = (struct groups){g->hops_right.first, arena_calloc(g->scratch, g->n_hops, sizeof *g->right.v)};
	g->left = (struct groups){g->hops_left.first, arena_calloc(g->scratch, g->n_hops, sizeof *g->left.v)};
	for (uint32_t i = 0; i < g->n_hops; i++) {
		g->right.v[i] = to[g->hops_right.v[i]];
		g->left.v[i] = from[g->hops_left.v[i]];
	}
}

static void fill_layers(struct graph *g)
{
	for (uint32_t i = 0; i < g->n_nodes; i++)
		g->n_layers = layout_max(g->n_layers, g->nodes[i].layer + 1);
	for (uint32_t i = 0; i < g->n_parts; i++)
		g->parts[i].layers = arena_calloc(g->scratch, (size_t)g->n_layers, sizeof *g->parts[i].layers);
	for (uint32_t i = 0; i < g->n_nodes; i++)
		g->parts[g->nodes[i].part].layers[g->nodes[i].layer].n++;
	for (uint32_t i = 0; i < g->n_parts; i++)
		for (int layer = 0; layer < g->n_layers; layer++) {
			struct node_list *list = &g->parts[i].layers[layer];
			list->v = arena_calloc(g->scratch, list->n, sizeof *list->v);
			list->n = 0;
		}
	for (uint32_t i = 0; i < g->n_nodes; i++) {
		struct node_list *list = &g->parts[g->nodes[i].part].layers[g->nodes[i].layer];
		g->nodes[i].order = (int)list->n;
		list->v[list->n++] = i;
	}
}

/* -- the answer ---------------------------------------------------------------------------- */

/* Boxes, with their order among the boxes of the layer over all parts. */
static void answer_boxes(const struct graph *g, struct layout_box *boxes)
{
	int *n = arena_calloc(g->scratch, (size_t)g->n_layers, sizeof *n);
	for (uint32_t part = 0; part < g->n_parts; part++)
		for (int layer = 0; layer < g->n_layers; layer++) {
			const struct node_list *list = &g->parts[part].layers[layer];
			for (uint32_t i = 0; i < list->n; i++) {
				const struct node *node = &g->nodes[list->v[i]];
				if (node->box == LAYOUT_NONE)
					continue;
				boxes[node->box] = (struct layout_box){.column = g->layer_column[layer], .row = node->row,
					.columns = g->in->sizes[node->box].columns, .rows = node->rows, .layer = layer, .order = n[layer]++};
			}
		}
}

static void cover(struct layout *layout, int column, int row)
{
	layout->columns = layout_max(layout->columns, column + 1);
	layout->rows = layout_max(layout->rows, row + 1);
}

/* The row with which the picture starts. Vertical runs may stand above all boxes. */
static int top_of(const struct graph *g)
{
	int top = 0;
	for (uint32_t i = 0; i < g->n_tracks; i++)
		for (size_t k = 0; k < g->tracks[i].path.n_points; k++)
			top = layout_min(top, g->tracks[i].path.points[k].row);
	return top;
}

/* A track's path as the picture has it: row 0 is its top. */
static struct layout_path answer_path(struct arena *arena, const struct track *track, int top, struct layout *layout)
{
	struct layout_path path = track->path;
	struct layout_point *points = arena_copy(arena, path.points, path.n_points, sizeof *points);
	for (size_t k = 0; k < path.n_points; k++) {
		points[k].row -= top;
		cover(layout, points[k].column, points[k].row);
	}
	path.points = points;
	path.back = track->back;
	path.label.row -= top;
	path.turn.row -= top;
	path.home.row -= top;
	return path;
}

static struct layout *answer(struct arena *arena, struct graph *g)
{
	struct layout *layout = arena_calloc(arena, 1, sizeof *layout);
	struct layout_box *boxes = arena_calloc(arena, g->in->n_boxes, sizeof *boxes);
	struct layout_link *links = arena_calloc(arena, g->in->n_links, sizeof *links);
	struct layout_path *paths = arena_calloc(arena, g->in->n_links, sizeof *paths);
	uint32_t *first = arena_calloc(g->scratch, g->n_tracks, sizeof *first);
	*layout = (struct layout){.boxes = boxes, .n_boxes = g->in->n_boxes, .links = links, .paths = paths,
		.n_links = g->in->n_links, .n_layers = (size_t)g->n_layers, .crossings = g->crossings, .framed = g->in->framed};
	answer_boxes(g, boxes);
	int top = top_of(g);
	for (size_t i = 0; i < layout->n_boxes; i++) {
		boxes[i].row -= top;
		cover(layout, boxes[i].column + boxes[i].columns - 1, boxes[i].row + boxes[i].rows - 1);
	}
	for (uint32_t i = 0; i < g->n_tracks; i++)
		first[i] = LAYOUT_NONE;
	for (uint32_t i = 0; i < layout->n_links; i++) {
		uint32_t track = g->track_of[i];
		links[i] = g->in->links[i];
		if (first[track] == LAYOUT_NONE) {
			first[track] = i;
			paths[i] = answer_path(arena, &g->tracks[track], top, layout);
			paths[i].same_as = i;
		} else {
			paths[i] = paths[first[track]];
		}
	}
	return layout;
}

struct layout *layout_run(struct arena *arena, const struct layout_input *input)
{
	struct arena scratch;
	arena_init(&scratch);
	struct graph g = {.scratch = &scratch, .in = input};
	layout_make_tracks(&g);
	layout_break_cycles(&g);
	int *layers = arena_calloc(&scratch, input->n_boxes, sizeof *layers);
	uint32_t *part_of = find_parts(&g);
	layout_assign_layers(&g, layers);
	place_loose(&g, part_of, layers);
	make_nodes(&g, part_of, layers);
	make_neighbours(&g);
	fill_layers(&g);
	for (uint32_t i = 0; i < g.n_parts; i++)
		if (g.parts[i].linked)
			layout_order_part(&g, &g.parts[i]);
	layout_place_ports(&g);
	layout_place_rows(&g);
	layout_route(&g);
	struct layout *layout = answer(arena, &g);
	arena_release(&scratch);
	return layout;
}

/* -- moving ---------------------------------------------------------------------------------- */

static int distance(const struct layout_box *a, const struct layout_box *b)
{
	return abs(2 * a->row + a->rows - 2 * b->row - b->rows);
}

static uint32_t beside(const struct layout *layout, uint32_t box, int step)
{
	const struct layout_box *at = &layout->boxes[box];
	for (uint32_t i = 0; i < layout->n_boxes; i++)
		if (layout->boxes[i].layer == at->layer && layout->boxes[i].order == at->order + step)
			return i;
	return box;
}

/* Of two boxes on the wanted side, whether `a` is the nearer one. */
static bool nearer(const struct layout *layout, uint32_t box, uint32_t a, uint32_t b)
{
	const struct layout_box *at = &layout->boxes[box], *x = &layout->boxes[a], *y = &layout->boxes[b];
	int by_layer = abs(x->layer - at->layer) - abs(y->layer - at->layer);
	int by_row = distance(at, x) - distance(at, y);
	return by_layer ? by_layer < 0 : by_row ? by_row < 0 : x->order < y->order;
}

/* Along a link of one role; LAYOUT_NONE. */
static uint32_t along(const struct layout *layout, uint32_t box, bool right, enum layout_role role)
{
	uint32_t best = LAYOUT_NONE;
	for (size_t i = 0; i < layout->n_links; i++) {
		const struct layout_link *link = &layout->links[i];
		if (layout->paths[i].back || link->role != role || (right ? link->from : link->to) != box)
			continue;
		uint32_t other = right ? link->to : link->from;
		if (best == LAYOUT_NONE || nearer(layout, box, other, best))
			best = other;
	}
	return best;
}

static uint32_t across(const struct layout *layout, uint32_t box, bool right)
{
	uint32_t best = LAYOUT_NONE;
	for (int role = 0; role < LAYOUT_ROLES && best == LAYOUT_NONE; role++)
		best = along(layout, box, right, (enum layout_role)role);
	if (best != LAYOUT_NONE)
		return best;
	for (uint32_t i = 0; i < layout->n_boxes; i++) {
		bool there = right ? layout->boxes[i].layer > layout->boxes[box].layer : layout->boxes[i].layer < layout->boxes[box].layer;
		if (there && (best == LAYOUT_NONE || nearer(layout, box, i, best)))
			best = i;
	}
	return best == LAYOUT_NONE ? box : best;
}

uint32_t layout_neighbour(const struct layout *layout, uint32_t box, enum layout_direction direction)
{
	switch (direction) {
	case LAYOUT_UP:
		return beside(layout, box, -1);
	case LAYOUT_DOWN:
		return beside(layout, box, 1);
	default:
		return across(layout, box, direction == LAYOUT_RIGHT);
	}
}
