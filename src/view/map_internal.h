/*
 * The map of a chain: map_graph.c (what stands in it), map_text.c (the words in its boxes),
 * map_about.c (what is said below it), map_gaps.c (beside it), map_strip.c (what the zone has), map_page.c (the same as tables),
 * map_frame.c (laying out, drawing) and map_screen.c (places, commands).
 */
#ifndef VIEW_MAP_INTERNAL_H
#define VIEW_MAP_INTERNAL_H

#include "query/balance.h"
#include "query/gap.h"
#include "query/input.h"
#include "view/map.h"
#include "view/page.h"
#include "view/screen.h"

/* Tab goes from one to the next. */
enum map_view {
	MAP_CHAIN,      /* the stages of the chain, of the chains of a zone */
	MAP_EVERYWHERE, /* the same stages, with whoever stands at them in any zone */
	MAP_FLOWS,      /* who delivers what to whom */
	MAP_TABLE,      /* links and flows as a table */
	MAP_BALANCE,    /* the arithmetic, line by line, and the rules */
	MAP_VIEWS
};

struct map_box {
	struct ref ref;                     /* stage or enterprise; of an input its first figure, else its facility */
	const struct input *input;          /* what the zone has; NULL: a stage or an enterprise */
	struct standing standing;           /* of a stage */
	const struct balance_stage *balance; /* NULL: none, or no stage */
	struct str own_use;                 /* of an enterprise: what it delivers to itself */
	size_t n_hidden;                    /* neighbours that are not shown */
};

struct map_edge {
	uint32_t from, to;
	bool byproduct, supply; /* supply: of an input */
	struct str label; /* products, joined by 、 */
};

struct map_graph {
	const struct index *index;
	struct ref subject;              /* chain, zone or enterprise */
	enum map_view view;
	struct arena arena;
	ARRAY(struct ref) chains;
	ARRAY(const struct balance *) balances; /* one a chain */
	ARRAY(struct map_box) boxes;
	ARRAY(struct map_edge) edges;    /* several links of one role between the same two are one edge */
	ARRAY(struct ref) flows;         /* of the enterprises at these stages, and of the subject */
	struct inputs inputs;            /* of the zone; those that are a stage have no box, the others the last ones */
	size_t n_boxes, n_edges;         /* of all, inputs included: boxes and edges hold fewer while inputs are not shown */
	size_t n_strip;                  /* the last boxes, which no edge leads from */
	bool endowed;                    /* inputs are shown */
};

/* Gather what belongs to a chain, a zone (all its chains), a stage (its chain) or an enterprise (its flows). */
void map_graph_make(struct map_graph *graph, const struct index *index, struct ref subject, enum map_view view);
void map_graph_release(struct map_graph *graph);

/* Show the inputs' boxes, or not; and how many of them there are. */
void map_graph_inputs(struct map_graph *graph, bool shown);
size_t map_graph_count_inputs(const struct map_graph *graph);

/* Keep the boxes within `degrees` edges of one; 0 degrees keeps all. Returns the greatest distance there is. */
size_t map_graph_narrow(struct map_graph *graph, struct ref centre, size_t degrees);

/* The box of a record; LAYOUT_NONE. */
uint32_t map_graph_find(const struct map_graph *graph, struct ref ref);

/* How much a box says: what fits decides. */
enum map_detail { DETAIL_NAME, DETAIL_BRIEF, DETAIL_SHORT, DETAIL_LONG };

/* -- words: map_text.c, map_about.c ------------------------------------------------------ */

struct str map_slug(const struct index *index, struct ref source); /* its id without "source:" */
const char *map_say(const struct app *app, const char *zh, const char *en);

/* Whether a figure is of what is made, now or (present: false) not yet. */
bool map_is_made(const struct stage_figure *f, bool present);

/* Between zones nobody is told apart as this chain's own. */
bool map_is_shared(const struct map_graph *graph, const struct map_box *box);

/* The lines of a box; texts in the arena. */
struct map_text map_box_text(const struct map_graph *graph, const struct map_box *box, enum map_detail detail,
	const struct app *app, struct arena *arena);

/* Figures of an input: "461.54亿吨", with its signs and what tells it from present ones: "510MW 计划". Appended. Returns whether
 * something speaks against it. */
bool map_input_figure(const struct map_graph *graph, struct ref claim, const struct app *app, struct strbuf *out);

/* What stands below the map about the selected box: a line each; texts in the arena. Returns how many. */
enum { MAP_ABOUT = 7 };
struct map_about {
	struct str label, text;
	enum role role;
};
size_t map_about(const struct map_graph *graph, const struct map_box *box, const struct app *app,
	struct map_about out[MAP_ABOUT], struct arena *arena);

/* What is promised of clusters of this chain and its zone, in a line: target, due, verdict. Empty: nothing. */
struct str map_targets(const struct map_graph *graph, const struct app *app, struct arena *arena);

/* Gaps of the selected stage with candidates and reasons, then those of the others. */
void map_draw_gaps(const struct gaps *gaps, struct ref selected, const struct app *app, struct grid *grid, struct area area);

/* Add below a layout of the first boxes rows of the others, at most `columns` wide where each box allows it; one row above
 * them is left free for a title. In the arena. */
struct layout *map_strip_add(struct arena *arena, const struct layout *chain, const struct layout_size *sizes, size_t n_boxes,
	int columns);

/* layout_neighbour, among the first n_chain boxes, in the strip of the others, and between both. */
uint32_t map_neighbour(const struct layout *layout, size_t n_chain, uint32_t box, enum layout_direction direction);

/* Fill a page with the tables, or with the arithmetic. */
void map_page_table(const struct map_graph *graph, const struct app *app, struct page *page);
void map_page_balance(const struct map_graph *graph, const struct app *app, struct page *page);

/* The figures behind a stage's capacity, those of present capacity first; at most EVIDENCE_CLAIMS. */
struct evidence map_evidence(const struct map_graph *graph, const struct map_box *box);

/* -- the screen's state ------------------------------------------------------------------ */

struct map_view_info {
	const char *word; /* what a place says */
	enum message name;
};
extern const struct map_view_info map_views[MAP_VIEWS];

struct map_state {
	const struct index *index; /* NULL: none yet */
	char *id;
	struct ref subject;        /* REF_NONE: no such record */
	enum map_view view, before; /* before: where = came from */
	struct map_graph graph;
	size_t degrees, farthest;  /* 0 degrees: everything */
	struct ref centre, selected;
	struct page page;          /* of the views that are tables */
	struct strbuf find;

	struct arena arena;        /* of the layout */
	struct layout *layout;     /* NULL: to be made */
	size_t n_chain;            /* its boxes but for those in the strip */
	int strip;                 /* the row of the strip's title; -1: no strip */
	struct layout_outline outline;
	struct map_texts texts;
	bool as_outline, panned;   /* panned: away from the selected box, until it moves */
	enum { INPUTS_WHERE_ROOM, INPUTS_SHOWN, INPUTS_HIDDEN } inputs;
	const struct gaps *gaps;   /* NULL: not sought yet */
	struct arena gaps_arena;
	struct layout_point pan;
	int top;                   /* first row of the outline shown */
	int columns, rows;         /* what it was laid out for */
};

/* Whether this view is a table. */
static inline bool map_is_page(const struct map_state *state)
{
	return state->view == MAP_TABLE || state->view == MAP_BALANCE;
}

/* Whether the graph is one of stages that may lack somebody. */
static inline bool map_has_gaps(const struct map_state *state)
{
	enum kind kind = ref_kind(state->subject);
	return (kind == KIND_CHAIN || kind == KIND_ZONE) && state->view <= MAP_EVERYWHERE;
}

/* The box under the cursor; LAYOUT_NONE. */
static inline uint32_t map_selected(const struct map_state *state)
{
	return map_graph_find(&state->graph, state->selected);
}

/* -- map_frame.c --------------------------------------------------------------------------- */

/* The line of the outline on which a box has its own place. */
size_t map_outline_line(const struct map_state *state, uint32_t box);

void map_settle(void *data, const struct app *app, struct area area);
void map_draw_screen(const void *data, const struct app *app, struct grid *grid, struct area area);

#endif
