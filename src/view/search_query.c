#include "view/search_query_internal.h"

#include "query/complete.h"
#include "view/paint.h"
#include "view/screen.h"

#include <assert.h>

/* Sources and doubts are one step away from nearly everything: asking them takes longer than the pause between two keys. */
static const enum kind asked_kinds[] = {
	KIND_PROJECT, KIND_ZONE, KIND_ENTERPRISE, KIND_CHAIN, KIND_STAGE, KIND_PARK, KIND_FACILITY, KIND_MEASURE, KIND_EVENT,
	KIND_PERSON, KIND_TARGET, KIND_REQUEST,
};

static_assert(sizeof asked_kinds / sizeof *asked_kinds == ASKED_KINDS, "as many as there is room for");

void asking_release(struct asking *asking)
{
	strbuf_release(&asking->fault);
	for (size_t i = 0; i < ASKED_KINDS; i++)
		strbuf_release(&asking->v[i].query);
	*asking = (struct asking){0};
}

/* False: the text is no query about this kind. */
static bool ask(struct asking *asking, const struct index *index, enum kind kind, struct str text, struct err *err)
{
	struct query *query = query_parse(text, kind, index, err);
	struct query_set set;
	if (!query)
		return false;
	query_select(query, &set);
	if (set.n) {
		asking->v[asking->n].kind = kind;
		asking->v[asking->n].n = set.n;
		strbuf_set(&asking->v[asking->n].query, text);
		asking->v[asking->n++].n_perhaps = set.n_perhaps;
	}
	query_set_release(&set);
	query_free(query);
	return true;
}

/* Words alone: of each kind what they say of it. */
static void ask_words(struct asking *asking, const struct app *app, const struct index *index, struct str text)
{
	struct strbuf query = {0};
	for (size_t i = 0; i < ASKED_KINDS; i++) {
		struct err err = ERR_INIT;
		struct completion_scope scope = {index, asked_kinds[i], NULL, app_chinese(app)};
		strbuf_clear(&query);
		if (query_of_words(text, &scope, &query))
			ask(asking, index, asked_kinds[i], strbuf_str(&query), &err);
	}
	strbuf_release(&query);
}

void asking_run(struct asking *asking, const struct app *app, const struct index *index, struct str text)
{
	bool readable = false;
	asking_release(asking);
	text = str_trim(text);
	asking->asked = index && query_has_operator(text);
	if (index && !asking->asked)
		ask_words(asking, app, index, text);
	for (size_t i = 0; asking->asked && i < ASKED_KINDS; i++) {
		if (i && !index_count(index, asked_kinds[i]))
			continue;
		struct err err = {.chinese = app_chinese(app)};
		bool ok = ask(asking, index, asked_kinds[i], text, &err);
		/* What is said of the first kind is said to most who ask. */
		if (!ok && !i)
			err_format(&err, &asking->fault);
		readable |= ok;
	}
	if (readable)
		strbuf_clear(&asking->fault);
}

enum kind asking_kind(const struct asking *asking, size_t cursor)
{
	return cursor < asking->n ? asking->v[cursor].kind : KIND_PROJECT;
}

void asking_open(const struct asking *asking, struct app *app, size_t row)
{
	struct place place;
	if (row >= asking->n)
		return;
	place_init(&place, SCREEN_LIST, asking->v[row].kind);
	place_set(&place.query, strbuf_str(&asking->v[row].query));
	app_go(app, &place);
	place_release(&place);
}

/* -- drawing -------------------------------------------------------------------------------- */

enum { KIND_COLUMNS = 14, NUMBER_COLUMNS = 9, GAP = 2 };

/* Cells before what was asked: steady, on a small window what the words and numbers need. */
struct columns {
	int kind, number;
};

static struct str kind_word(const struct asking *asking, const struct app *app, size_t i)
{
	const struct kind_info *kind = &kinds[asking->v[i].kind];
	return str_from(app_chinese(app) ? kind->zh : kind->plural);
}

static struct columns measure(const struct asking *asking, const struct app *app, const struct grid *grid)
{
	struct columns c = {0, 0};
	if (app_tier(app) != TIER_CARD)
		return (struct columns){KIND_COLUMNS, NUMBER_COLUMNS};
	for (size_t i = 0; i < asking->n; i++) {
		int kind = paint_width(grid, kind_word(asking, app, i)) + 1, number = 1;
		for (size_t n = asking->v[i].n; n >= 10; n /= 10)
			number++;
		c.kind = kind > c.kind ? kind : c.kind;
		c.number = number > c.number ? number : c.number;
	}
	return c;
}

/* How many only perhaps, and what was asked where nobody has typed it. */
static struct str asked_text(const struct asking *asking, const struct app *app, size_t i)
{
	struct strbuf text = {0};
	if (asking->v[i].n_perhaps)
		strbuf_printf(&text, "?%.*s%zu  ", STR_ARG(app_message(app, MSG_LIST_PERHAPS)), asking->v[i].n_perhaps);
	if (!asking->asked)
		strbuf_add(&text, strbuf_str(&asking->v[i].query));
	struct str kept = arena_str(app_scratch(app), strbuf_str(&text));
	strbuf_release(&text);
	return kept;
}

/* False: there was no room for all of it. */
static bool draw_kind(const struct asking *asking, const struct app *app, size_t i, struct columns columns, struct span left)
{
	struct str text = asked_text(asking, app, i);
	paint(left, kind_word(asking, app, i), ROLE_LINK);
	span_skip(&left, columns.kind);
	paint_right(span_take(&left, columns.number), arena_printf(app_scratch(app), "%zu", asking->v[i].n), ROLE_NUMBER);
	span_skip(&left, GAP);
	paint(left, text, ROLE_DIM);
	return paint_width(left.grid, text) <= left.columns;
}

void asking_draw(const struct asking *asking, const struct app *app, struct grid *grid, struct area area, size_t top, size_t cursor)
{
	if (!asking->n) {
		bool unread = asking->fault.n > 0; /* nothing was asked: no answer to tell */
		paint_wrapped(grid, area, unread ? strbuf_str(&asking->fault) : app_message(app, MSG_SEARCH_NOTHING), unread ? ROLE_ERROR : ROLE_HEADING);
		return;
	}
	struct columns columns = measure(asking, app, grid);
	bool whole = true;
	int rows = 0;
	for (; rows < area.rows && top + (size_t)rows < asking->n; rows++) {
		struct span line = area_row(grid, area, rows);
		bool here = top + (size_t)rows == cursor;
		if (here)
			grid_sign(line, 0, '>', ROLE_CURSOR);
		whole &= draw_kind(asking, app, top + (size_t)rows, columns, span_from(line, 2)) || !here;
	}
	if (!whole)
		paint_wrapped(grid, area_from(area, rows, 2 * GAP), asked_text(asking, app, cursor), ROLE_DIM);
}
