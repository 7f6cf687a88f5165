/*
 * The map of a chain: map_graph.c (what stands in it), map_text.c (the words in its boxes and
 * below it), map_page.c (the same as tables), map_frame.c (laying out, drawing) and
 * map_screen.c (places, commands).
 */
#ifndef VIEW_MAP_INTERNAL_H
#define VIEW_MAP_INTERNAL_H

#include "query/balance.h"
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
	struct ref ref;                     /* stage or enterprise */
	struct standing standing;           /* of a stage */
	const struct balance_stage *balance; /* NULL: none, or no stage */
	struct str own_use;                 /* of an enterprise: what it delivers to itself */
	size_t n_hidden;                    /* neighbours that are not shown */
};

struct map_edge {
	uint32_t from, to;
	bool byproduct;
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
};

/* Gather what belongs to a chain, a zone (all its chains), a stage (its chain) or an enterprise (its flows). */
void map_graph_make(struct map_graph *graph, const struct index *index, struct ref subject, enum map_view view);
void map_graph_release(struct map_graph *graph);

/* Keep the boxes within `degrees` edges of one; 0 degrees keeps all. Returns the greatest distance there is. */
size_t map_graph_narrow(struct map_graph *graph, struct ref centre, size_t degrees);

/* The box of a record; LAYOUT_NONE. */
uint32_t map_graph_find(const struct map_graph *graph, struct ref ref);

/* How much a box says: what fits decides. */
enum map_detail { DETAIL_NAME, DETAIL_SHORT, DETAIL_LONG };

/* The lines of a box; texts in the arena. */
struct map_text map_box_text(const struct map_graph *graph, const struct map_box *box, enum map_detail detail,
	const struct app *app, struct arena *arena);

/* What stands below the map about the selected box: a line each; texts in the arena. Returns how many. */
enum { MAP_ABOUT = 6 };
struct map_about {
	struct str label, text;
	enum role role;
};
size_t map_about(const struct map_graph *graph, const struct map_box *box, const struct app *app,
	struct map_about out[MAP_ABOUT], struct arena *arena);

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
	struct layout_outline outline;
	struct map_texts texts;
	bool as_outline, panned;   /* panned: away from the selected box, until it moves */
	struct layout_point pan;
	int top;                   /* first row of the outline shown */
	int columns, rows;         /* what it was laid out for */
};

/* Whether this view is a table. */
static inline bool map_is_page(const struct map_state *state)
{
	return state->view == MAP_TABLE || state->view == MAP_BALANCE;
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
