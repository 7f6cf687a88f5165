/* Beside the map: what its chain lacks, and who could fill it. */
#include "view/map_internal.h"

#include "view/paint.h"

enum { CANDIDATES_FULL = 6, CANDIDATES_SHORT = 3, INDENT = 2, GROUND_ROWS = 3 };

struct pane {
	const struct app *app;
	const struct index *index;
	struct grid *grid;
	struct area left; /* what is not filled yet */
};

/* A line, wrapped; what has no room is left out, for `more` says so at the end. */
static void say(struct pane *p, int indent, struct strbuf *text, enum role role)
{
	p->left = area_from(p->left, paint_wrapped(p->grid, area_from(p->left, 0, indent), strbuf_str(text), role), 0);
	strbuf_clear(text);
}

static void add_candidate(const struct pane *p, const struct candidate *one, struct strbuf *text)
{
	strbuf_printf(text, "%.*s", STR_ARG(index_short_name(p->index, one->who)));
	if (!ref_none(one->zone))
		strbuf_printf(text, " (%.*s)", STR_ARG(index_short_name(p->index, one->zone)));
}

static void say_reasons(struct pane *p, const struct candidate *one, struct strbuf *text)
{
	for (size_t i = 0; i < one->n_reasons; i++) {
		struct ref source = reason_source(&one->reasons[i], p->index);
		reason_text(&one->reasons[i], p->index, app_chinese(p->app), text);
		if (!ref_none(source))
			strbuf_printf(text, "  <- %.*s", STR_ARG(map_slug(p->index, source)));
		say(p, 2 * INDENT, text, ROLE_DIM);
	}
}

static void say_title(struct pane *p, const struct gap *gap, struct strbuf *text)
{
	bool missing = gap->types & (1u << GAP_MISSING | 1u << GAP_SHORT);
	strbuf_printf(text, "%.*s  %s", STR_ARG(index_name(p->index, gap->stage)), missing ? "!" : "");
	gap_types_text(gap, app_chinese(p->app), text);
	say(p, 0, text, missing ? ROLE_WARNING : ROLE_HEADING);
}

static void say_all(struct pane *p, const struct gap *gap, struct strbuf *text)
{
	say_title(p, gap, text);
	gap_ground(gap, p->index, app_chinese(p->app), text);
	say(p, INDENT, text, ROLE_TEXT);
	for (size_t i = 0; i < gap->n_candidates && i < CANDIDATES_FULL; i++) {
		strbuf_add_c(text, "- ");
		add_candidate(p, &gap->candidates[i], text);
		say(p, INDENT, text, ROLE_LINK);
		say_reasons(p, &gap->candidates[i], text);
	}
	if (gap->n_candidates > CANDIDATES_FULL)
		strbuf_printf(text, ".. %zu", gap->n_candidates);
	else if (!gap->n_candidates)
		strbuf_add(text, app_message(p->app, MSG_GAP_NOBODY));
	if (text->n)
		say(p, INDENT, text, ROLE_DIM);
}

/* ground: there is room for it */
static void say_short(struct pane *p, const struct gap *gap, bool ground, struct strbuf *text)
{
	say_title(p, gap, text);
	if (ground) {
		gap_ground(gap, p->index, app_chinese(p->app), text);
		say(p, INDENT, text, ROLE_DIM);
	}
	for (size_t i = 0; i < gap->n_candidates && i < CANDIDATES_SHORT; i++) {
		const struct candidate *one = &gap->candidates[i];
		strbuf_add_c(text, "- ");
		add_candidate(p, one, text);
		if (one->n_reasons) {
			strbuf_add_c(text, ": ");
			reason_text(&one->reasons[0], p->index, app_chinese(p->app), text);
		}
		say(p, INDENT, text, ROLE_TEXT);
	}
	if (gap->n_candidates > CANDIDATES_SHORT) {
		strbuf_printf(text, ".. %zu", gap->n_candidates);
		say(p, INDENT, text, ROLE_DIM);
	}
}

void map_draw_gaps(const struct gaps *gaps, struct ref selected, const struct app *app, struct grid *grid, struct area area)
{
	struct strbuf text = {0};
	struct pane p = {.app = app, .index = app_index(app), .grid = grid, .left = area};
	strbuf_printf(&text, "%.*s %zu  (%s)", STR_ARG(app_message(app, MSG_GAPS)), gaps->n, commands[CMD_GAPS].keys[0]);
	say(&p, 0, &text, ROLE_HEADING);
	for (size_t i = 0; i < gaps->n; i++)
		if (ref_eq(gaps->v[i].stage, selected)) {
			say_all(&p, &gaps->v[i], &text);
			if (p.left.rows > 0)
				grid_horizontal(area_row(grid, p.left, 0));
			p.left = area_from(p.left, 1, 0);
		}
	for (size_t i = 0; i < gaps->n && p.left.rows > 0; i++) {
		/* The last row says how many there are no rows for. */
		if (p.left.rows <= 2 && i + 1 < gaps->n) {
			strbuf_printf(&text, ".. %zu", gaps->n - i);
			say(&p, 0, &text, ROLE_DIM);
			break;
		}
		if (!ref_eq(gaps->v[i].stage, selected))
			say_short(&p, &gaps->v[i], gaps->n * GROUND_ROWS <= (size_t)area.rows, &text);
	}
	strbuf_release(&text);
}
