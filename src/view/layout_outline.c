/* A chain's graph as indented lines. */
#include "view/layout_internal.h"

struct outline {
	struct graph *g;
	struct layout_line *lines;
	size_t n;
	uint32_t *waits_for; /* by box: links not yet shown that feed it */
	uint32_t *next;      /* by box: its link to be shown next */
	struct groups links; /* by source */
	struct {
		uint32_t box;
		int depth;
	} *stack;
	size_t n_stack;
};

static void open_box(struct outline *o, uint32_t box, uint32_t link, int depth)
{
	o->lines[o->n++] = (struct layout_line){.box = box, .link = link, .depth = depth};
	o->next[box] = o->links.first[box];
	o->stack[o->n_stack].box = box;
	o->stack[o->n_stack++].depth = depth;
}

/* A box is opened by the last of the links that feed it; the others refer to it. */
static void follow(struct outline *o, uint32_t root)
{
	open_box(o, root, LAYOUT_NONE, 0);
	while (o->n_stack) {
		uint32_t box = o->stack[o->n_stack - 1].box;
		int depth = o->stack[o->n_stack - 1].depth + 1;
		if (o->next[box] == o->links.first[box + 1]) {
			o->n_stack--;
			continue;
		}
		uint32_t link = o->links.v[o->next[box]++], to = o->g->in->links[link].to;
		bool back = o->g->tracks[o->g->track_of[link]].back;
		if (!back && --o->waits_for[to] == 0)
			open_box(o, to, link, depth);
		else
			o->lines[o->n++] = (struct layout_line){.box = to, .link = link, .depth = depth, .reference = true, .back = back};
	}
}

struct layout_outline layout_outline(struct arena *arena, const struct layout_input *input)
{
	struct arena scratch;
	arena_init(&scratch);
	struct graph g = {.scratch = &scratch, .in = input};
	layout_make_tracks(&g);
	layout_break_cycles(&g);
	struct outline o = {.g = &g};
	uint32_t n = (uint32_t)input->n_boxes, n_links = (uint32_t)input->n_links;
	o.lines = arena_calloc(arena, (size_t)n + n_links, sizeof *o.lines);
	o.waits_for = arena_calloc(&scratch, n, sizeof *o.waits_for);
	o.next = arena_calloc(&scratch, n, sizeof *o.next);
	o.stack = arena_calloc(&scratch, n, sizeof *o.stack);
	uint32_t *sources = arena_calloc(&scratch, n_links, sizeof *sources);
	bool *fed = arena_calloc(&scratch, n, sizeof *fed);
	for (uint32_t i = 0; i < n_links; i++) {
		sources[i] = input->links[i].from;
		if (!g.tracks[g.track_of[i]].back) {
			o.waits_for[input->links[i].to]++;
			fed[input->links[i].to] = true;
		}
	}
	o.links = layout_group(&scratch, sources, n_links, n);
	for (uint32_t box = 0; box < n; box++)
		if (!fed[box])
			follow(&o, box);
	arena_release(&scratch);
	return (struct layout_outline){o.lines, o.n};
}
