/*
 * The gaps between layers: each net gets a vertical run, runs get columns, and links
 * their paths.
 *
 * Gap i lies left of layer i; the last one right of all layers. In it a net comes in on rows of its left nodes and leaves
 * on rows of its right nodes; a link that leads back has a net of its own at both ends of its lane.
 *
 *	─┐   row 0, run A          Two nets may come in and leave on one row: then the run of the one that comes in stands
 *	 └─┐ row 1, run A, run B   further left ("before"). Where such demands go round in a ring, one net is led over a row
 *	   └─ row 2                that nobody uses, in two runs.
 */
#include "view/layout_internal.h"

#include <assert.h>
#include <stdlib.h>

enum { PITCH_WIDE = 2, SLOTS_WIDE = 3, GAP_LEAST = 4, ARROW = 2 };

#define NO_RUN UINT32_MAX

struct run {
	uint32_t net;        /* or n_nets + track */
	int *left, *right;   /* rows on which lines come from the left, or leave to the right */
	uint32_t n_left, n_right;
	int top, bottom;
	int slot, column;
	uint32_t after;      /* a run that must stand left of this one; NO_RUN */
};

/* The runs of a net, or of one end of a track that leads back. */
struct way {
	uint32_t runs[2];    /* NO_RUN: straight */
	enum { WAY_ONE, WAY_PARTED, WAY_DETOUR } shape; /* parted: what leads up, what leads down; detour: by `row` */
	int row;
};

struct gap {
	struct run *runs;    /* room for n_max */
	uint32_t n, n_max;
	int *used, n_used;   /* rows that a detour must not take */
	uint32_t *order;
	int n_slots, left_label, right_label;
	int column, width, right_zone; /* right_zone: the first column behind the runs */
	bool crossed;        /* a line runs through */
};

struct router {
	struct graph *g;
	struct gap *gaps;
	int n_gaps;
	struct way *ways;      /* by net, then turn and home of each track */
	struct groups net_hops; /* hops by net */
};

static int row_from(const struct graph *g, const struct hop *hop)
{
	return g->nodes[hop->from].row + hop->from_port;
}

static int row_to(const struct graph *g, const struct hop *hop)
{
	return g->nodes[hop->to].row + hop->to_port;
}

static struct way *turn_of(struct router *r, uint32_t track)
{
	return &r->ways[r->g->n_nets + 2 * track];
}

static struct way *home_of(struct router *r, uint32_t track)
{
	return &r->ways[r->g->n_nets + 2 * track + 1];
}

/* -- runs ------------------------------------------------------------------------------------ */

static uint32_t add_run(struct router *r, struct gap *gap, uint32_t net, uint32_t room)
{
	assert(gap->n < gap->n_max);
	struct run *run = &gap->runs[gap->n];
	*run = (struct run){.net = net, .top = INT32_MAX, .bottom = INT32_MIN, .after = NO_RUN};
	run->left = arena_calloc(r->g->scratch, room, sizeof *run->left);
	run->right = arena_calloc(r->g->scratch, room, sizeof *run->right);
	return gap->n++;
}

static void touch(struct run *run, int row)
{
	run->top = layout_min(run->top, row);
	run->bottom = layout_max(run->bottom, row);
}

static void add_row(int *rows, uint32_t *n, int row)
{
	for (uint32_t i = 0; i < *n; i++)
		if (rows[i] == row)
			return;
	rows[(*n)++] = row;
}

static void add_left(struct run *run, int row)
{
	add_row(run->left, &run->n_left, row);
	touch(run, row);
}

static void add_right(struct run *run, int row)
{
	add_row(run->right, &run->n_right, row);
	touch(run, row);
}

/* A line that goes straight on in the middle of its net's run would look like a crossing: such a net has two runs. */
static void add_net(struct router *r, uint32_t net)
{
	const struct graph *g = r->g;
	uint32_t first = r->net_hops.first[net], end = r->net_hops.first[net + 1];
	struct gap *gap = &r->gaps[g->nodes[g->hops[r->net_hops.v[first]].to].layer];
	struct way *way = &r->ways[net];
	bool up = false, down = false, straight = false;
	for (uint32_t i = first; i < end; i++) {
		const struct hop *hop = &g->hops[r->net_hops.v[i]];
		int from = row_from(g, hop), to = row_to(g, hop);
		int rim = g->nets[net].join ? from : to, hub = g->nets[net].join ? to : from;
		up |= rim < hub;
		down |= rim > hub;
		straight |= rim == hub;
		gap->used[gap->n_used++] = rim;
		gap->used[gap->n_used++] = hub;
	}
	gap->crossed = true;
	bool parted = up && down && straight;
	way->shape = parted ? WAY_PARTED : WAY_ONE;
	if (up || down)
		way->runs[0] = add_run(r, gap, net, end - first);
	if (parted)
		way->runs[1] = add_run(r, gap, net, end - first);
	for (uint32_t i = first; i < end; i++) {
		const struct hop *hop = &g->hops[r->net_hops.v[i]];
		int from = row_from(g, hop), to = row_to(g, hop);
		bool lower = g->nets[net].join ? from > to : to > from;
		if ((!up && !down) || (parted && from == to))
			continue;
		struct run *run = &gap->runs[way->runs[parted && lower]];
		add_left(run, from);
		add_right(run, to);
	}
}

static void add_lane(struct router *r, uint32_t id)
{
	const struct graph *g = r->g;
	const struct track *track = &g->tracks[id];
	int from = g->nodes[track->from].row + track->from_port, to = g->nodes[track->to].row + track->to_port;
	int first = g->nodes[track->to].layer, last = g->nodes[track->from].layer + 1;
	for (int i = first; i <= last; i++)
		r->gaps[i].used[r->gaps[i].n_used++] = track->lane;
	r->gaps[last].used[r->gaps[last].n_used++] = from;
	r->gaps[first].used[r->gaps[first].n_used++] = to;
	turn_of(r, id)->runs[0] = add_run(r, &r->gaps[last], g->n_nets + id, 2);
	struct run *turn = &r->gaps[last].runs[turn_of(r, id)->runs[0]];
	add_left(turn, from);
	add_left(turn, track->lane);
	home_of(r, id)->runs[0] = add_run(r, &r->gaps[first], g->n_nets + id, 2);
	struct run *home = &r->gaps[first].runs[home_of(r, id)->runs[0]];
	add_right(home, to);
	add_right(home, track->lane);
	r->gaps[first].crossed = true;
}

/* -- the order of runs ------------------------------------------------------------------------ */

static bool shares(const int *a, uint32_t n_a, const int *b, uint32_t n_b)
{
	for (uint32_t i = 0; i < n_a; i++)
		for (uint32_t k = 0; k < n_b; k++)
			if (a[i] == b[k])
				return true;
	return false;
}

/* Whether run a must stand left of run b. */
static bool is_before(const struct gap *gap, uint32_t a, uint32_t b)
{
	const struct run *x = &gap->runs[a], *y = &gap->runs[b];
	if (y->after == a)
		return true;
	return x->net != y->net && shares(x->left, x->n_left, y->right, y->n_right);
}

static int rows_within(const int *rows, uint32_t n, const struct run *run)
{
	int found = 0;
	for (uint32_t i = 0; i < n; i++)
		found += rows[i] > run->top && rows[i] < run->bottom;
	return found;
}

/* Crossings of two runs while a stands left of b. */
static int crossings(const struct run *a, const struct run *b)
{
	return rows_within(a->right, a->n_right, b) + rows_within(b->left, b->n_left, a);
}

struct ordering {
	struct gap *gap;
	int *score;          /* crossings with those not yet placed when placed now, less those when placed last */
	uint32_t *waits_for; /* runs not yet placed that must stand left */
	bool *placed;
};

static void ordering_init(struct ordering *o, struct arena *arena, struct gap *gap)
{
	*o = (struct ordering){.gap = gap};
	o->score = arena_calloc(arena, gap->n, sizeof *o->score);
	o->waits_for = arena_calloc(arena, gap->n, sizeof *o->waits_for);
	o->placed = arena_calloc(arena, gap->n, sizeof *o->placed);
	for (uint32_t i = 0; i < gap->n; i++)
		for (uint32_t k = 0; k < gap->n; k++)
			if (i != k) {
				o->score[i] += crossings(&gap->runs[i], &gap->runs[k]) - crossings(&gap->runs[k], &gap->runs[i]);
				o->waits_for[i] += is_before(gap, k, i);
			}
}

static bool better_next(const struct ordering *o, uint32_t a, uint32_t b)
{
	const struct run *x = &o->gap->runs[a], *y = &o->gap->runs[b];
	return o->score[a] != o->score[b] ? o->score[a] < o->score[b] : x->top != y->top ? x->top < y->top : a < b;
}

static void place_run(struct ordering *o, uint32_t run, uint32_t at)
{
	struct gap *gap = o->gap;
	gap->order[at] = run;
	o->placed[run] = true;
	for (uint32_t i = 0; i < gap->n; i++) {
		if (o->placed[i])
			continue;
		o->score[i] -= crossings(&gap->runs[i], &gap->runs[run]) - crossings(&gap->runs[run], &gap->runs[i]);
		o->waits_for[i] -= is_before(gap, run, i);
	}
}

/* A run that waits for itself by way of others. */
static uint32_t run_in_ring(const struct ordering *o)
{
	uint32_t at = 0;
	while (o->placed[at])
		at++;
	for (uint32_t step = 0; step < o->gap->n; step++)
		for (uint32_t i = 0; i < o->gap->n; i++)
			if (!o->placed[i] && is_before(o->gap, i, at)) {
				at = i;
				break;
			}
	return at;
}

/* Order the runs of a gap; a run that stands in a ring of demands where there is one, else NO_RUN. */
static uint32_t order_runs(struct router *r, struct gap *gap)
{
	struct ordering o;
	ordering_init(&o, r->g->scratch, gap);
	for (uint32_t at = 0; at < gap->n; at++) {
		uint32_t best = NO_RUN;
		for (uint32_t i = 0; i < gap->n; i++)
			if (!o.placed[i] && !o.waits_for[i] && (best == NO_RUN || better_next(&o, i, best)))
				best = i;
		if (best == NO_RUN)
			return run_in_ring(&o);
		place_run(&o, best, at);
	}
	for (bool better = true; better;) {
		better = false;
		for (uint32_t i = 0; i + 1 < gap->n; i++) {
			uint32_t a = gap->order[i], b = gap->order[i + 1];
			if (is_before(gap, a, b) || crossings(&gap->runs[b], &gap->runs[a]) >= crossings(&gap->runs[a], &gap->runs[b]))
				continue;
			gap->order[i] = b;
			gap->order[i + 1] = a;
			better = true;
		}
	}
	return NO_RUN;
}

static bool is_used(const struct gap *gap, int row)
{
	for (int i = 0; i < gap->n_used; i++)
		if (gap->used[i] == row)
			return true;
	return false;
}

/* The nearest row to the middle of a run that nobody uses. */
static int detour_row(const struct gap *gap, const struct run *run)
{
	int middle = (run->top + run->bottom) / 2;
	for (int away = 0;; away++) {
		if (!is_used(gap, middle + away))
			return middle + away;
		if (!is_used(gap, middle - away))
			return middle - away;
	}
}

/* Lead a net over a row of its own: what comes in ends there, what leaves starts there. */
static void make_detour(struct router *r, struct gap *gap, uint32_t id)
{
	struct run *in = &gap->runs[id];
	struct way *way = &r->ways[in->net];
	int row = detour_row(gap, in);
	assert(in->net < r->g->n_nets && way->shape == WAY_ONE);
	gap->used[gap->n_used++] = row;
	uint32_t out_id = add_run(r, gap, in->net, in->n_right + 1);
	struct run *out = &gap->runs[out_id];
	for (uint32_t i = 0; i < in->n_right; i++)
		add_right(out, in->right[i]);
	add_left(out, row);
	out->after = id;
	in->n_right = 0;
	in->top = INT32_MAX;
	in->bottom = INT32_MIN;
	for (uint32_t i = 0; i < in->n_left; i++)
		touch(in, in->left[i]);
	add_right(in, row);
	*way = (struct way){.runs = {id, out_id}, .shape = WAY_DETOUR, .row = row};
}

/* Runs side by side where their rows meet, in one column where they are apart. */
static void assign_slots(struct gap *gap)
{
	gap->n_slots = 0;
	for (uint32_t i = 0; i < gap->n; i++) {
		struct run *run = &gap->runs[gap->order[i]];
		run->slot = 0;
		for (uint32_t k = 0; k < i; k++) {
			const struct run *other = &gap->runs[gap->order[k]];
			if (is_before(gap, gap->order[k], gap->order[i]))
				run->slot = layout_max(run->slot, other->slot + 2);
			else if (run->top <= other->bottom + 1 && other->top <= run->bottom + 1)
				run->slot = layout_max(run->slot, other->slot + 1);
		}
		gap->n_slots = layout_max(gap->n_slots, run->slot + 1);
	}
}

/* -- columns ------------------------------------------------------------------------------------- */

/* A label stands on the line's own end of the first hop. */
static bool label_is_left(const struct graph *g, const struct track *track)
{
	return g->nets[g->hops[track->first_hop].net].join;
}

static void measure_labels(struct router *r)
{
	const struct graph *g = r->g;
	for (uint32_t i = 0; i < g->n_tracks; i++) {
		const struct track *track = &g->tracks[i];
		if (track->back || track->label_columns <= 0)
			continue;
		struct gap *gap = &r->gaps[g->nodes[track->from].layer + 1];
		int *widest = label_is_left(g, track) ? &gap->left_label : &gap->right_label;
		*widest = layout_max(*widest, track->label_columns);
	}
}

static void place_columns(struct router *r)
{
	struct graph *g = r->g;
	int at = 0;
	g->layer_column = arena_calloc(g->scratch, (size_t)g->n_layers + 1, sizeof *g->layer_column);
	g->layer_columns = arena_calloc(g->scratch, (size_t)g->n_layers + 1, sizeof *g->layer_columns);
	for (uint32_t i = 0; i < g->in->n_boxes; i++) {
		int *columns = &g->layer_columns[g->nodes[i].layer];
		*columns = layout_max(*columns, g->in->sizes[i].columns);
	}
	for (int i = 0; i < r->n_gaps; i++) {
		struct gap *gap = &r->gaps[i];
		int pitch = gap->n_slots <= SLOTS_WIDE ? PITCH_WIDE : 1, outer = i == 0 || i == g->n_layers;
		gap->column = at;
		int runs = at + (outer && !i ? 0 : 1) + (gap->left_label ? gap->left_label + 1 : 0);
		for (uint32_t k = 0; k < gap->n; k++)
			gap->runs[k].column = runs + gap->runs[k].slot * pitch;
		gap->right_zone = gap->n_slots ? runs + (gap->n_slots - 1) * pitch + 1 : runs;
		int end = gap->right_zone + (gap->right_label ? gap->right_label + 1 : 0) + (gap->crossed ? ARROW : 0);
		gap->width = !gap->n_slots && outer ? 0 : outer ? end - at : layout_max(end - at, GAP_LEAST);
		at += gap->width;
		if (i < g->n_layers) {
			g->layer_column[i] = at;
			at += g->layer_columns[i];
		}
	}
}

/* -- paths ---------------------------------------------------------------------------------------- */

struct pen {
	struct layout_point *points;
	size_t n;
};

static void go_to(struct pen *pen, int column, int row)
{
	struct layout_point *last = pen->n ? &pen->points[pen->n - 1] : NULL;
	bool along = last && last->row == row, upright = last && last->column == column;
	if (along && upright)
		return;
	bool on = pen->n > 1 && ((along && last[-1].row == row) || (upright && last[-1].column == column));
	if (on)
		*last = (struct layout_point){column, row};
	else
		pen->points[pen->n++] = (struct layout_point){column, row};
}

static void trace_hop(struct router *r, struct pen *pen, const struct hop *hop)
{
	const struct graph *g = r->g;
	const struct gap *gap = &r->gaps[g->nodes[hop->to].layer];
	const struct way *way = &r->ways[hop->net];
	int from = row_from(g, hop), to = row_to(g, hop);
	if (from == to)
		return;
	if (way->shape == WAY_DETOUR) {
		go_to(pen, gap->runs[way->runs[0]].column, from);
		go_to(pen, gap->runs[way->runs[0]].column, way->row);
		go_to(pen, gap->runs[way->runs[1]].column, way->row);
		go_to(pen, gap->runs[way->runs[1]].column, to);
		return;
	}
	bool lower = g->nets[hop->net].join ? from > to : to > from;
	const struct run *run = &gap->runs[way->runs[way->shape == WAY_PARTED && lower]];
	go_to(pen, run->column, from);
	go_to(pen, run->column, to);
}

static void trace_lane(struct router *r, struct pen *pen, struct track *track, uint32_t id)
{
	const struct graph *g = r->g;
	int first = g->nodes[track->to].layer, last = g->nodes[track->from].layer;
	int turn = r->gaps[last + 1].runs[turn_of(r, id)->runs[0]].column;
	int home = r->gaps[first].runs[home_of(r, id)->runs[0]].column;
	go_to(pen, turn, g->nodes[track->from].row + track->from_port);
	go_to(pen, turn, track->lane);
	go_to(pen, home, track->lane);
	go_to(pen, home, g->nodes[track->to].row + track->to_port);
	/* Lanes meet no vertical run below or above a layer: there is room for signs. */
	track->path.turn = (struct layout_point){g->layer_column[last] + g->layer_columns[last] - 1, track->lane};
	track->path.home = (struct layout_point){g->layer_column[first], track->lane};
}

static void trace(struct router *r, uint32_t id)
{
	struct graph *g = r->g;
	struct track *track = &g->tracks[id];
	const struct node *from = &g->nodes[track->from], *to = &g->nodes[track->to];
	struct pen pen = {arena_calloc(g->scratch, 4 * (size_t)track->n_hops + 8, sizeof *pen.points), 0};
	int start = g->layer_column[from->layer] + g->in->sizes[track->from].columns, end = g->layer_column[to->layer] - 1;
	if (track->back) {
		go_to(&pen, start, from->row + track->from_port);
		trace_lane(r, &pen, track, id);
		go_to(&pen, end, to->row + track->to_port);
	} else {
		const struct hop *hops = &g->hops[track->first_hop];
		const struct gap *gap = &r->gaps[from->layer + 1];
		go_to(&pen, start, row_from(g, hops));
		for (uint32_t i = 0; i < track->n_hops; i++)
			trace_hop(r, &pen, &hops[i]);
		go_to(&pen, end, row_to(g, &hops[track->n_hops - 1]));
		track->path.label = label_is_left(g, track) ? (struct layout_point){gap->column + 1, row_from(g, hops)}
		                                            : (struct layout_point){gap->right_zone + 1, row_to(g, hops)};
		track->path.label_columns = layout_max(0, track->label_columns);
	}
	track->path.points = pen.points;
	track->path.n_points = pen.n;
}

/* -- labels of lanes ------------------------------------------------------------------------------- */

/* Columns within a stretch of the row in which something else runs up or down, in order. */
static uint32_t find_crossed(const struct graph *g, int row, int from, int to, int *columns)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < g->n_tracks; i++) {
		const struct layout_path *path = &g->tracks[i].path;
		for (size_t k = 0; k + 1 < path->n_points; k++) {
			const struct layout_point *a = &path->points[k], *b = &path->points[k + 1];
			bool upright = a->column == b->column && a->column >= from && a->column <= to;
			if (upright && layout_min(a->row, b->row) <= row && layout_max(a->row, b->row) >= row)
				columns[n++] = a->column;
		}
	}
	if (n)
		qsort(columns, n, sizeof *columns, layout_compare_ints);
	return n;
}

/* Below or above its source where there is room, else as near to that as the lane has room, else where it has the most. */
static void place_lane_label(const struct graph *g, struct track *track, int *crossed)
{
	int home = track->path.home.column + 2, turn = track->path.turn.column - 2, source = g->layer_column[g->nodes[track->from].layer] + 2;
	uint32_t n = find_crossed(g, track->lane, home, turn, crossed);
	int best = 0, column = source, end = turn + 1;
	for (uint32_t i = n + 1; i-- > 0;) {
		int start = i ? crossed[i - 1] + 2 : home, room = layout_min(end - start, track->label_columns);
		if (room > best) {
			best = room;
			column = layout_max(start, layout_min(source, end - room));
		}
		end = i ? crossed[i - 1] - 1 : 0;
	}
	track->path.label = (struct layout_point){column, track->lane};
	track->path.label_columns = best;
}

static void place_lane_labels(struct graph *g)
{
	size_t n_points = 0;
	for (uint32_t i = 0; i < g->n_tracks; i++)
		n_points += g->tracks[i].path.n_points;
	int *crossed = arena_calloc(g->scratch, n_points + 1, sizeof *crossed);
	for (uint32_t i = 0; i < g->n_tracks; i++)
		if (g->tracks[i].back)
			place_lane_label(g, &g->tracks[i], crossed);
}

/* -- all of it -------------------------------------------------------------------------------------- */

static void make_gaps(struct router *r)
{
	struct graph *g = r->g;
	r->n_gaps = g->n_layers + 1;
	r->gaps = arena_calloc(g->scratch, (size_t)r->n_gaps, sizeof *r->gaps);
	uint32_t *lines = arena_calloc(g->scratch, (size_t)r->n_gaps, sizeof *lines);
	for (uint32_t i = 0; i < g->n_hops; i++)
		lines[g->nodes[g->hops[i].to].layer]++;
	for (uint32_t i = 0; i < g->n_tracks; i++)
		for (int k = g->nodes[g->tracks[i].to].layer; g->tracks[i].back && k <= g->nodes[g->tracks[i].from].layer + 1; k++)
			lines[k] += 2;
	for (int i = 0; i < r->n_gaps; i++) {
		struct gap *gap = &r->gaps[i];
		/* A net has one run, or two: parted or on a detour. */
		gap->n_max = 2 * lines[i];
		gap->runs = arena_calloc(g->scratch, gap->n_max, sizeof *gap->runs);
		gap->order = arena_calloc(g->scratch, gap->n_max, sizeof *gap->order);
		gap->used = arena_calloc(g->scratch, 3 * (size_t)lines[i], sizeof *gap->used);
	}
}

void layout_route(struct graph *g)
{
	struct router r = {.g = g};
	uint32_t *nets = arena_calloc(g->scratch, g->n_hops, sizeof *nets);
	size_t n_ways = g->n_nets + 2 * (size_t)g->n_tracks;
	for (uint32_t i = 0; i < g->n_hops; i++)
		nets[i] = g->hops[i].net;
	r.net_hops = layout_group(g->scratch, nets, g->n_hops, g->n_nets);
	r.ways = arena_calloc(g->scratch, n_ways, sizeof *r.ways);
	for (size_t i = 0; i < n_ways; i++)
		r.ways[i].runs[0] = r.ways[i].runs[1] = NO_RUN;
	make_gaps(&r);
	for (uint32_t i = 0; i < g->n_nets; i++)
		add_net(&r, i);
	for (uint32_t i = 0; i < g->n_tracks; i++)
		if (g->tracks[i].back)
			add_lane(&r, i);
	for (int i = 0; i < r.n_gaps; i++) {
		for (uint32_t ring; (ring = order_runs(&r, &r.gaps[i])) != NO_RUN;)
			make_detour(&r, &r.gaps[i], ring);
		assign_slots(&r.gaps[i]);
	}
	measure_labels(&r);
	place_columns(&r);
	for (uint32_t i = 0; i < g->n_tracks; i++)
		trace(&r, i);
	place_lane_labels(g);
}
