/*
 * A screen is a row of functions over a state of its own. `draw` is pure: the state is
 * const, there is no I/O, no clock. Same state, same size: same grid.
 */
#ifndef VIEW_SCREEN_H
#define VIEW_SCREEN_H

#include "view/app.h"
#include "view/command.h"
#include "view/evidence.h"
#include "view/place.h"

struct screen_class {
	unsigned where;     /* IN_LIST, IN_PAGE, or that and IN_TABLE: which keys work */
	const enum command_id *hints; /* what the last line offers, in this order, as many as fit; CMD_NONE ends. NULL: what lists and pages do */
	bool evidence_pane; /* in the wide tier it shows the evidence beside the page, always: no drawer below */

	/* Make the state for a place; never fails: what cannot be shown is said on the screen. May be called without an index. */
	void *(*open)(struct app *app, const struct place *place);
	void (*close)(void *state);

	/* Write the state back into the place, so that open() would show the same. `place` holds what open() got. */
	void (*save)(const void *state, struct place *place);

	/* Title for the crumb line, appended (raw text). */
	void (*title)(const void *state, const struct app *app, struct strbuf *out);
	/* What stands at the right end of the first line: filter, counts, marks, totals; appended (raw). May be NULL. */
	void (*status)(const void *state, const struct app *app, struct strbuf *out);

	/* Do a command; false: not mine. */
	bool (*command)(void *state, struct app *app, enum command_id id, struct str argument);

	/* A key before the key map sees it (a screen with an input line). false: not used. May be NULL. */
	bool (*key)(void *state, struct app *app, key k);

	/* A line of text edited at the bottom (filter, find): called at every change, at Enter (done) and at Esc (cancelled). May be NULL. */
	void (*prompt)(void *state, struct app *app, struct str text, bool done, bool cancelled);

	/* Tab (back: S-Tab) in that line: put what may stand there with app_prompt_replace. May be NULL. */
	void (*complete)(void *state, struct app *app, bool back);

	/* Bring the cursor into view for this size; called before draw. */
	void (*settle)(void *state, const struct app *app, struct area area);
	void (*draw)(const void *state, const struct app *app, struct grid *grid, struct area area);

	/* The value under the cursor, for e, yc, yr; and the record of the row, for Enter, c, yy. */
	struct evidence (*evidence)(const void *state);
	struct ref (*record)(const void *state);
	/* The text of the value under the cursor, appended: a figure as it is printed. */
	void (*cell_text)(const void *state, const struct app *app, struct strbuf *out);
};

extern const struct screen_class *const screen_classes[SCREEN_COUNT];
extern const struct screen_class screen_home, screen_list, screen_record, screen_search, screen_compare, screen_map,
	screen_gaps, screen_site, screen_ignorance, screen_facets, screen_groups, screen_crosstab, screen_help, screen_palette;

/* Layout tiers: product.md section 5. */
enum tier { TIER_CARD, TIER_PLAIN, TIER_WIDE };

static inline enum tier tier_of(int columns, int rows)
{
	return columns < 80 || rows < 16 ? TIER_CARD : columns < 160 ? TIER_PLAIN : TIER_WIDE;
}

/* The tier of the window as it was last drawn; an area may be smaller. */
enum tier app_tier(const struct app *app);

#endif
