/*
 * Look-up over every kind while typing. Letters are input here, so that only keys which
 * are no text do something else.
 */
#include "index/lookup.h"
#include "view/edit.h"
#include "view/paint.h"
#include "view/completer_internal.h"
#include "view/screen.h"
#include "view/scroll.h"
#include "view/search_query_internal.h"

#include "text/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
	SHORTER_MOST = 24,  /* beginnings tried where nothing is found */
	LIMIT = 200,        /* nobody reads further; the counts tell how many there are */
	FIRST = 50,         /* ranked while typing: few read further than a screen before the next key */
	HEAD_ROWS = 2,      /* input line and kinds */
	GAP = 2,
	NAME_LEAST = 20,    /* before the other two columns get anything */
	WHY_COLUMNS = 28,   /* at most */
	STEADY_LEAST = 100, /* on windows of so many columns the three stand in the same places for most texts */
	NAME_STEP = 14,
	READING_COLUMNS = 16,
	HIT_FIELDS = 3,
};

static const uint32_t ALL_KINDS = (UINT32_C(1) << KIND_COUNT) - 1;

struct search {
	const struct index *index;
	struct edit edit;
	enum kind kind; /* KIND_COUNT: all */
	struct lookup_hits hits;    /* the first of those that scroll goes over; all of them once somebody goes there */
	struct asking asking;       /* where nothing is found: the text as a query */
	struct completer completer; /* of that */
	struct scroll scroll;       /* over the hits, or over the kinds that the query was asked of */
	struct str found; /* where nothing is found: the longest beginning of the text that finds something; borrowed from edit */
	size_t n_found;
	struct strbuf asked; /* what was looked for last */
};

static size_t count_all(const struct lookup_hits *hits)
{
	size_t n = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		n += hits->counts[k];
	return n;
}

/* Of the kind that is shown. */
static size_t count_shown(const struct search *search)
{
	return search->kind < KIND_COUNT ? search->hits.counts[search->kind] : count_all(&search->hits);
}

/* The counts of all kinds stand in the tabs whichever kind is shown. */
static void look_up(struct search *search, size_t limit)
{
	struct str text = edit_text(&search->edit);
	bool all = search->kind == KIND_COUNT;
	lookup_release(&search->hits);
	lookup_run(search->index, text, ALL_KINDS, all ? limit : 1, &search->hits, NULL);
	if (!all) {
		struct lookup_hits some = {0};
		lookup_run(search->index, text, UINT32_C(1) << search->kind, limit, &some, NULL);
		memcpy(some.counts, search->hits.counts, sizeof some.counts);
		lookup_release(&search->hits);
		search->hits = some;
	}
}

/* Hits that can be gone over, ranked yet or not. */
static size_t count_reached(const struct search *search)
{
	size_t n = count_shown(search);
	return search->hits.n < FIRST ? search->hits.n : n < LIMIT ? n : LIMIT;
}

/* Rank all hits that can be gone over where row `row` is not among those that are. */
static void reach(struct search *search, size_t row)
{
	if (row < search->hits.n || !search->hits.n || search->hits.n >= search->scroll.n)
		return;
	look_up(search, LIMIT);
	scroll_resize(&search->scroll, search->hits.n);
}

/* One wrong letter empties the list: say how far the text was good. */
static void find_beginning(struct search *search)
{
	struct str text = edit_text(&search->edit);
	size_t characters = utf8_length(text);
	for (size_t tried = 1; !search->n_found && tried < characters && tried <= SHORTER_MOST; tried++) {
		struct lookup_hits hits = {0};
		search->found = str_trim(str_sub(text, 0, utf8_offset(text, characters - tried)));
		if (!search->found.n)
			return;
		lookup_run(search->index, search->found, ALL_KINDS, 1, &hits, NULL);
		search->n_found = count_all(&hits);
		lookup_release(&hits);
	}
}

/* The same of a text that was good, or not, before its last character was typed: what is known of it then still holds. */
static bool know_beginning(struct search *search, size_t n_before)
{
	struct str text = edit_text(&search->edit), before = strbuf_str(&search->asked);
	size_t characters = utf8_length(text);
	if (!characters || !before.n || !str_eq(before, str_sub(text, 0, utf8_offset(text, characters - 1))) || (!n_before && !search->n_found))
		return false;
	search->found = n_before ? str_trim(str_sub(text, 0, before.n)) : str_sub(text, 0, search->found.n);
	search->n_found = n_before ? n_before : search->n_found;
	return search->found.n > 0;
}

/* What may follow in a query; words to look up are not completed: what they find stands below. */
static void complete(struct search *search, const struct app *app)
{
	if (!search->asking.asked)
		completer_end(&search->completer);
	else
		completer_update(&search->completer, app, search->index, asking_kind(&search->asking, search->scroll.cursor), NULL,
			edit_text(&search->edit), search->edit.caret);
}

static void ask(struct search *search, const struct app *app)
{
	struct str text = edit_text(&search->edit);
	size_t n_before = count_all(&search->hits);
	if (search->index) {
		look_up(search, FIRST);
		bool none = !count_all(&search->hits);
		asking_run(&search->asking, app, search->index, none ? text : STR(""));
		if (search->asking.asked) {
			search->n_found = 0;
		} else if (none && !know_beginning(search, n_before)) {
			search->n_found = 0;
			find_beginning(search);
		}
		search->n_found = none ? search->n_found : 0;
		strbuf_clear(&search->asked);
		strbuf_add(&search->asked, text);
	}
	scroll_resize(&search->scroll, search->hits.n ? count_reached(search) : search->asking.n);
	complete(search, app);
}

static void *open_search(struct app *app, const struct place *place)
{
	struct search *search = xcalloc(1, sizeof *search);
	search->index = app_index(app);
	search->kind = place->kind;
	edit_init(&search->edit);
	edit_set(&search->edit, str_from(place->query));
	scroll_init(&search->scroll, 0);
	ask(search, app);
	scroll_to(&search->scroll, place->row);
	if (search->index && place->selected) {
		reach(search, search->scroll.n);
		struct ref wanted = index_find_id(search->index, str_from(place->selected));
		for (size_t i = 0; i < search->hits.n; i++)
			if (ref_eq(search->hits.v[i].ref, wanted))
				scroll_to(&search->scroll, i);
	}
	search->scroll.top = place->top < search->scroll.n ? place->top : 0;
	return search;
}

static void close_search(void *state)
{
	struct search *search = state;
	lookup_release(&search->hits);
	asking_release(&search->asking);
	completer_end(&search->completer);
	strbuf_release(&search->asked);
	edit_release(&search->edit);
	free(search);
}

static struct ref record(const void *state, const struct app *app)
{
	const struct search *search = state;
	(void)app;
	return search->hits.n ? search->hits.v[search->scroll.cursor].ref : REF_NONE;
}

static void save(const void *state, const struct app *app, struct place *place)
{
	const struct search *search = state;
	struct ref here = record(state, app);
	place_set(&place->query, edit_text(&search->edit));
	if (!ref_none(here))
		place_set(&place->selected, index_id(search->index, here));
	place->kind = search->kind;
	place->row = search->scroll.cursor;
	place->top = search->scroll.top;
}

static void title(const void *state, const struct app *app, struct strbuf *out)
{
	const struct search *search = state;
	strbuf_add(out, app_message(app, MSG_SEARCH));
	if (edit_text(&search->edit).n) {
		strbuf_add_byte(out, ' ');
		strbuf_add(out, edit_text(&search->edit));
	}
}

static void status(const void *state, const struct app *app, struct strbuf *out)
{
	const struct search *search = state;
	if (!search->index) {
		strbuf_add(out, app_message(app, MSG_READING));
		return;
	}
	if (search->asking.n) {
		strbuf_printf(out, "%zu/%zu", search->scroll.cursor + 1, search->asking.n);
		return;
	}
	size_t n = count_shown(search);
	strbuf_printf(out, "%zu/%zu", search->hits.n ? search->scroll.cursor + 1 : 0, n);
	if (n > search->scroll.n)
		strbuf_printf(out, " (%.*s%zu)", STR_ARG(app_message(app, MSG_SEARCH_FIRST)), search->scroll.n);
}

/* -- keys ---------------------------------------------------------------------------- */

/* The kinds that one looks for most stand first; all kinds before them. */
static const enum kind tab_order[] = {
	KIND_COUNT, KIND_ZONE, KIND_CHAIN, KIND_ENTERPRISE, KIND_PROJECT, KIND_SOURCE, KIND_PARK, KIND_STAGE,
	KIND_FACILITY, KIND_MEASURE, KIND_EVENT, KIND_PERSON, KIND_TARGET, KIND_REQUEST, KIND_ASSESSMENT, KIND_DOUBT,
	KIND_REGION, KIND_SECTOR, KIND_INDICATOR, KIND_CLAIM, KIND_MILESTONE, KIND_PLACEMENT, KIND_FLOW, KIND_LINK,
	KIND_IDENTITY,
};

enum { N_TABS = sizeof tab_order / sizeof *tab_order };

static_assert(N_TABS == KIND_COUNT + 1, "every kind has a tab");

static size_t tab_count(const struct search *search, enum kind kind)
{
	return kind == KIND_COUNT ? count_all(&search->hits) : search->hits.counts[kind];
}

/* The next kind in which something was found, round the end. */
static void next_kind(struct search *search, const struct app *app, int step)
{
	int at = 0;
	while (tab_order[at] != search->kind)
		at++;
	do {
		at = (at + step + N_TABS) % N_TABS;
	} while (tab_order[at] != KIND_COUNT && !tab_count(search, tab_order[at]));
	search->kind = tab_order[at];
	search->scroll.cursor = search->scroll.top = 0;
	ask(search, app);
}

static bool move_by(struct search *search, enum command_id id)
{
	bool moves = scroll_command(&search->scroll, id);
	reach(search, search->scroll.cursor);
	return moves;
}

static bool move_key(struct search *search, key k)
{
	static const struct {
		key pressed;
		enum command_id id;
	} moves[] = {
		{KEY_UP, CMD_UP}, {KEY_DOWN, CMD_DOWN}, {'P' - '@', CMD_UP}, {'N' - '@', CMD_DOWN},
		{KEY_PAGE_UP, CMD_PAGE_UP}, {KEY_PAGE_DOWN, CMD_PAGE_DOWN},
	};
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].pressed == k)
			return move_by(search, moves[i].id);
	return false;
}

static void open_hit(struct search *search, struct app *app)
{
	struct ref here = record(search, app);
	if (ref_none(here)) {
		asking_open(&search->asking, app, search->scroll.cursor, edit_text(&search->edit));
		return;
	}
	reach(search, search->scroll.n);
	struct ref *refs = xmalloc(search->hits.n * sizeof *refs);
	for (size_t i = 0; i < search->hits.n; i++)
		refs[i] = search->hits.v[i].ref;
	app_set_siblings(app, refs, search->hits.n);
	free(refs);
	app_go_record(app, here);
}

static void take_completion(struct search *search, const struct app *app, bool back)
{
	size_t from, to;
	struct str text;
	if (!completer_take(&search->completer, app, back, &from, &to, &text))
		return;
	edit_replace(&search->edit, from, to, text);
	ask(search, app);
}

static bool search_key(void *state, struct app *app, key k)
{
	struct search *search = state;
	if (k == KEY_ENTER) {
		open_hit(search, app);
		return true;
	}
	if (k == KEY_TAB || k == KEY_BACK_TAB) {
		if (search->asking.asked)
			take_completion(search, app, k == KEY_BACK_TAB);
		else
			next_kind(search, app, k == KEY_TAB ? 1 : -1);
		return true;
	}
	if (move_key(search, k)) {
		complete(search, app); /* another kind has other words */
		return true;
	}
	switch (edit_key(&search->edit, k)) {
	case EDIT_CHANGED:
		search->scroll.cursor = search->scroll.top = 0;
		search->kind = KIND_COUNT;
		ask(search, app);
		return true;
	case EDIT_MOVED: return true;
	case EDIT_IGNORED: break;
	}
	/* Esc, function keys and ^L go to the key map; text that the line did not take means nothing. */
	return k >= ' ' && k < KEY_NAMED;
}

static bool command(void *state, struct app *app, enum command_id id, struct str argument)
{
	struct search *search = state;
	if (id == CMD_OPEN) {
		open_hit(search, app);
		return true;
	}
	if (id == CMD_SEARCH) {
		edit_set(&search->edit, argument);
		search->kind = KIND_COUNT;
		ask(search, app);
		return true;
	}
	return move_by(search, id);
}

/* -- drawing ---------------------------------------------------------------------------- */

static void settle(void *state, const struct app *app, struct area area)
{
	struct search *search = state;
	(void)app;
	scroll_settle(&search->scroll, area.rows - HEAD_ROWS);
	reach(search, search->scroll.top + search->scroll.shown - 1);
}

/* "[开发区 2]" for the kind that is shown, blanks round the others. Appended. */
static void add_tab(const struct search *search, const struct app *app, enum kind kind, bool brief, struct strbuf *out)
{
	bool here = search->kind == kind;
	struct str word = app_message(app, MSG_SEARCH_ALL);
	if (kind != KIND_COUNT)
		word = str_from(!app_chinese(app) ? kinds[kind].plural : brief ? kinds[kind].sign : kinds[kind].zh);
	strbuf_printf(out, "%s%.*s %zu%s", here ? "[" : " ", STR_ARG(word), tab_count(search, kind), here ? "]" : " ");
}

static int tab_width(const struct search *search, const struct app *app, const struct grid *grid, size_t tab, bool brief)
{
	struct strbuf text = {0};
	if (tab_order[tab] != KIND_COUNT && tab_order[tab] != search->kind && !tab_count(search, tab_order[tab]))
		return 0;
	add_tab(search, app, tab_order[tab], brief, &text);
	int width = paint_width(grid, strbuf_str(&text));
	strbuf_release(&text);
	return width;
}

/* Kinds that hold something with their counts; the one shown is always in sight. */
static void draw_tabs(const struct search *search, const struct app *app, struct grid *grid, struct area area)
{
	int room = area.columns - 2, widths[N_TABS], sum = 0, upto = 0;
	size_t first = 0, here = 0;
	struct strbuf text = {0};
	for (size_t i = 0; i < N_TABS; i++)
		sum += tab_width(search, app, grid, i, false);
	bool brief = sum > room;
	for (size_t i = 0; i < N_TABS; i++)
		widths[i] = tab_width(search, app, grid, i, brief);
	while (tab_order[here] != search->kind)
		upto += widths[here++];
	for (upto += widths[here]; first < here && upto > room; first++)
		upto -= widths[first];
	int at = area.column + (first ? paint(grid, area.row, area.column, 1, STR("<"), ROLE_DIM) : 0),
		end = area.column + area.columns;
	for (size_t i = first; i < N_TABS; i++) {
		if (at + widths[i] >= end) {
			paint(grid, area.row, end - 1, 1, STR(">"), ROLE_DIM);
			break;
		}
		strbuf_clear(&text);
		if (widths[i])
			add_tab(search, app, tab_order[i], brief, &text);
		at += paint(grid, area.row, at, widths[i], strbuf_str(&text),
			tab_order[i] == search->kind ? ROLE_CURSOR : ROLE_DIM);
	}
	strbuf_release(&text);
}

/* The name; where the first word was found in it, that part stands out. */
static void draw_name(const struct search *search, const struct lookup_hit *hit, struct grid *grid, int row, int column,
	int columns)
{
	struct str name = index_name(search->index, hit->ref);
	paint_cut(grid, row, column, columns, name, ROLE_TEXT, CUT_MIDDLE);
	if (!str_eq(name, hit->text) || hit->end <= hit->start || paint_width(grid, name) > columns)
		return;
	size_t from = utf8_offset(name, hit->start), to = utf8_offset(name, hit->end);
	int at = paint_width(grid, str_sub(name, 0, from));
	grid_role(grid, row, column + at, paint_width(grid, str_sub(name, from, to - from)), ROLE_MATCH);
}

/* The readings of the characters that matched: "ChangZhi". */
static void add_readings(struct str text, size_t start, size_t end, struct strbuf *out)
{
	size_t n = utf8_length(text);
	syllable *readings = xcalloc(n + 1, sizeof *readings);
	pinyin_text(text, readings);
	for (size_t i = start; i < end && i < n; i++) {
		size_t at = utf8_offset(text, i);
		struct str s = readings[i] ? syllable_str(readings[i]) : str_sub(text, at, utf8_offset(text, i + 1) - at);
		if (readings[i] && s.n) {
			strbuf_add_byte(out, (char)(s.p[0] - 'a' + 'A')); /* a syllable is lower case */
			s = str_sub(s, 1, s.n);
		}
		strbuf_add(out, s);
	}
	free(readings);
}

/* Why it was found: how it reads (in so many columns at least), else the short name, code or field that holds the text. */
static void add_why(const struct search *search, const struct app *app, const struct lookup_hit *hit, int reading_columns,
	struct strbuf *out)
{
	static const enum message hows[] = {[PINYIN_RARE] = MSG_HOW_RARE, [PINYIN_INITIALS] = MSG_HOW_INITIALS,
		[PINYIN_FULL] = MSG_HOW_FULL};
	struct strbuf readings = {0};
	if (hit->how == PINYIN_RARE || hit->how == PINYIN_INITIALS || hit->how == PINYIN_FULL)
		add_readings(hit->text, hit->start, hit->end, &readings);
	/* Latin letters and digits read as they are written: nothing to explain. */
	if (readings.n && str_find(hit->text, strbuf_str(&readings), 0) < 0)
		strbuf_printf(out, "%-*.*s  %.*s", reading_columns, STR_ARG(strbuf_str(&readings)),
			STR_ARG(app_message(app, hows[hit->how])));
	else if (!str_eq(hit->text, index_name(search->index, hit->ref)))
		strbuf_add(out, hit->text);
	strbuf_release(&readings);
}

/* Where it belongs: what the record refers to, its status. */
static void add_where(const struct search *search, const struct app *app, struct ref ref, struct strbuf *out)
{
	const struct fields *fields = &fields_of[ref_kind(ref)];
	int n = 0;
	for (size_t f = 1; f < fields->n && n < HIT_FIELDS; f++) {
		const struct field *field = &fields->v[f];
		struct str text = {0};
		if (!(field->flags & FIELD_SHOWN))
			continue;
		if (field->type == FIELD_REF) {
			struct ref target = index_ref(search->index, ref, f);
			text = ref_none(target) ? text : index_short_name(search->index, target);
		} else if (field->type == FIELD_ENUM) {
			int64_t code = index_number(search->index, ref, f);
			const struct enum_code *v = code == NUMBER_NONE ? NULL : &enums[field->enumeration].v[code];
			text = v ? str_from(app_chinese(app) ? v->zh : v->en) : text;
		} else if (field->type == FIELD_PERIOD || (field->type == FIELD_TEXT && f > 1)) {
			text = index_text(search->index, ref, f);
		}
		if (!text.n)
			continue;
		strbuf_add_c(out, n++ ? "  " : "");
		strbuf_add(out, text);
	}
}

/* Cursor, kind and a blank: one Han character, or the English word. */
static int sign_columns(const struct app *app)
{
	return app_chinese(app) ? 4 : 12;
}

/* Cells of the three columns, from what the rows that are seen hold; the first gives way last. */
struct widths {
	int name, why, where;
	int reading; /* the least that readings take of `why` */
};

static void draw_hit(const struct search *search, const struct app *app, size_t i, struct grid *grid, int row,
	struct area area, struct widths widths)
{
	const struct lookup_hit *hit = &search->hits.v[i];
	const struct kind_info *kind = &kinds[ref_kind(hit->ref)];
	int at = area.column + sign_columns(app);
	struct strbuf text = {0};
	if (i == search->scroll.cursor)
		paint(grid, row, area.column, 1, STR(">"), ROLE_CURSOR);
	paint(grid, row, area.column + 1, sign_columns(app) - 2, str_from(app_chinese(app) ? kind->sign : kind->singular),
		ROLE_DIM);
	draw_name(search, hit, grid, row, at, widths.name);
	at += widths.name + GAP;
	add_why(search, app, hit, widths.reading, &text);
	if (widths.why > 0)
		paint(grid, row, at, widths.why, strbuf_str(&text), ROLE_DIM);
	at += widths.why > 0 ? widths.why + GAP : 0;
	strbuf_clear(&text);
	add_where(search, app, hit->ref, &text);
	if (widths.where > 0)
		paint(grid, row, at, widths.where, strbuf_str(&text), ROLE_TEXT);
	strbuf_release(&text);
}

/* Most readings and the longest word that says how they were meant. */
static int steady_why(const struct app *app, const struct grid *grid)
{
	static const enum message words[] = {MSG_HOW_RARE, MSG_HOW_INITIALS, MSG_HOW_FULL};
	int most = 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		int columns = paint_width(grid, app_message(app, words[i]));
		most = columns > most ? columns : most;
	}
	return READING_COLUMNS + GAP + most;
}

static struct widths measure(const struct search *search, const struct app *app, const struct grid *grid, struct area area)
{
	bool steady = area.columns >= STEADY_LEAST;
	struct widths w = {.reading = steady ? READING_COLUMNS : 0};
	struct strbuf text = {0};
	int room = area.columns - sign_columns(app);
	for (size_t i = search->scroll.top; i < search->hits.n && i < search->scroll.top + (size_t)area.rows; i++) {
		int name = paint_width(grid, index_name(search->index, search->hits.v[i].ref));
		strbuf_clear(&text);
		add_why(search, app, &search->hits.v[i], w.reading, &text);
		int why = paint_width(grid, strbuf_str(&text));
		w.name = name > w.name ? name : w.name;
		w.why = why > w.why ? why : w.why;
	}
	strbuf_release(&text);
	/* Columns that seldom move under the eyes of somebody who types, nor travel again. */
	if (steady) {
		w.name = (w.name + NAME_STEP - 1) / NAME_STEP * NAME_STEP;
		w.why = w.why > 0 ? steady_why(app, grid) : 0;
	} else if (w.why > WHY_COLUMNS) {
		w.why = WHY_COLUMNS;
	}
	if (room - w.why - GAP < NAME_LEAST)
		w.why = room - GAP - NAME_LEAST > 0 ? room - GAP - NAME_LEAST : 0;
	int left = room - (w.why ? w.why + GAP : 0), most = left > 2 * NAME_LEAST ? left * 2 / 3 : left;
	w.name = w.name > most ? most : w.name;
	w.where = left - w.name - GAP;
	return w;
}

static int draw_beginning(const struct search *search, const struct app *app, struct grid *grid, struct area area)
{
	struct strbuf text = {0};
	strbuf_printf(&text, "\"%.*s\" %.*s %zu", STR_ARG(search->found), STR_ARG(app_message(app, MSG_SEARCH_FINDS)), search->n_found);
	int rows = paint_wrapped(grid, area.row, area.column, area.columns, area.rows, strbuf_str(&text), ROLE_TEXT);
	strbuf_release(&text);
	return rows;
}

static void draw_nothing(const struct search *search, const struct app *app, struct grid *grid, struct area area)
{
	bool asked = edit_text(&search->edit).n > 0;
	const enum message lines[] = {!search->index ? MSG_READING : asked ? MSG_SEARCH_NOTHING : MSG_SEARCH_HINT,
		asked ? MSG_SEARCH_HINT : MSG_SEARCH_EXAMPLES};
	int row = area.row, end = area.row + area.rows;
	for (size_t i = 0; i < sizeof lines / sizeof *lines && row < end; i++) {
		row += paint_wrapped(grid, row, area.column, area.columns, end - row, app_message(app, lines[i]),
			i ? ROLE_DIM : ROLE_HEADING);
		if (!i && asked && search->n_found && row < end)
			row += draw_beginning(search, app, grid, (struct area){row, area.column, end - row, area.columns});
	}
}

static void draw(const void *state, const struct app *app, struct grid *grid, struct area area)
{
	const struct search *search = state;
	struct area body = {area.row + HEAD_ROWS, area.column, area.rows - HEAD_ROWS, area.columns};
	if (search->hits.n && body.columns > sign_columns(app)) {
		struct widths widths = measure(search, app, grid, body);
		for (int i = 0; i < body.rows && search->scroll.top + (size_t)i < search->hits.n; i++)
			draw_hit(search, app, search->scroll.top + (size_t)i, grid, body.row + i, body, widths);
	} else if (body.rows > 0 && search->asking.asked) {
		asking_draw(&search->asking, app, grid, body, search->scroll.top, search->scroll.cursor);
	} else if (body.rows > 0) {
		draw_nothing(search, app, grid, body);
	}
	if (area.rows > 1 && search->asking.asked)
		paint(grid, area.row + 1, area.column, area.columns, app_message(app, MSG_SEARCH_BY_QUERY), ROLE_DIM);
	else if (area.rows > 1)
		draw_tabs(search, app, grid, (struct area){area.row + 1, area.column, 1, area.columns});
	if (body.rows > 1 && completer_shows(&search->completer))
		completer_draw(&search->completer, grid, area);
	int at = area.column + paint(grid, area.row, area.column, area.columns / 2, app_message(app, MSG_SEARCH_LABEL),
		ROLE_KEY);
	at += paint(grid, area.row, at, area.column + area.columns - at, STR("> "), ROLE_KEY);
	edit_draw(&search->edit, grid, area.row, at, area.column + area.columns - at);
}

static struct evidence evidence(const void *state, const struct app *app)
{
	struct ref here = record(state, app);
	return ref_none(here) ? EVIDENCE_NONE : evidence_record(here);
}

static void cell_text(const void *state, const struct app *app, struct strbuf *out)
{
	const struct search *search = state;
	struct ref here = record(state, app);
	if (!ref_none(here))
		strbuf_add(out, index_name(search->index, here));
}

const struct screen_class screen_search = {
	.where = IN_LIST,
	.open = open_search,
	.close = close_search,
	.save = save,
	.title = title,
	.status = status,
	.command = command,
	.key = search_key,
	.settle = settle,
	.draw = draw,
	.evidence = evidence,
	.record = record,
	.cell_text = cell_text,
};
