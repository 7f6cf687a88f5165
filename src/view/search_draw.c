/* Drawing the screen of look-ups. */
#include "view/search_internal.h"
#include "index/read.h"

#include "view/figure.h"
#include "view/paint.h"
#include "view/screen.h"

#include "text/cut.h"
#include "text/utf8.h"

#include <assert.h>

enum {
	GAP = 2,
	NAME_LEAST = 20,    /* before the other two columns get anything */
	NAME_SQUEEZED = 8,  /* beside a figure, which must not be cut */
	WHY_COLUMNS = 28,   /* at most */
	WHERE_LEAST = 5,    /* below, nothing could be read there */
	WHY_LEAST = 10,     /* below, only what stands there whole */
	STEADY_LEAST = 100, /* on windows of so many columns the three stand in the same places for most texts */
	NAME_STEP = 14,
	READING_COLUMNS = 16,
	HIT_FIELDS = 3,
};

const enum kind search_tabs[] = {
	KIND_COUNT, KIND_ZONE, KIND_CHAIN, KIND_ENTERPRISE, KIND_PROJECT, KIND_SOURCE, KIND_PARK, KIND_STAGE,
	KIND_FACILITY, KIND_MEASURE, KIND_EVENT, KIND_PERSON, KIND_TARGET, KIND_REQUEST, KIND_ASSESSMENT, KIND_DOUBT,
	KIND_REGION, KIND_SECTOR, KIND_INDICATOR, KIND_CLAIM, KIND_MILESTONE, KIND_PLACEMENT, KIND_FLOW, KIND_LINK,
	KIND_IDENTITY,
};

static_assert(sizeof search_tabs / sizeof *search_tabs == SEARCH_TABS, "every kind has a tab");

/* -- kinds --------------------------------------------------------------------------- */

/* "[开发区 2]" for the kind that is shown, blanks round the others. Appended. */
static void add_tab(const struct search *search, const struct app *app, enum kind kind, bool brief, struct strbuf *out)
{
	bool here = search->kind == kind;
	struct str word = app_message(app, MSG_SEARCH_ALL);
	if (kind != KIND_COUNT)
		word = str_from(!app_chinese(app) ? kinds[kind].plural : brief ? kinds[kind].sign : kinds[kind].zh);
	strbuf_add_byte(out, here ? '[' : ' ');
	strbuf_add(out, word);
	strbuf_add_byte(out, ' ');
	strbuf_add_number(out, (int64_t)search_tab_count(search, kind));
	strbuf_add_byte(out, here ? ']' : ' ');
}

struct tabs {
	struct str texts[SEARCH_TABS];
	int widths[SEARCH_TABS], sum; /* 0: not shown, as there is nothing */
};

static struct tabs make_tabs(const struct search *search, const struct app *app, const struct grid *grid, bool brief)
{
	struct tabs tabs = {0};
	struct strbuf text = {0};
	for (size_t i = 0; i < SEARCH_TABS; i++) {
		enum kind kind = search_tabs[i];
		if (kind != KIND_COUNT && kind != search->kind && !search_tab_count(search, kind))
			continue;
		strbuf_clear(&text);
		add_tab(search, app, kind, brief, &text);
		tabs.texts[i] = arena_str(app_scratch(app), strbuf_str(&text));
		tabs.widths[i] = paint_width(grid, tabs.texts[i]);
		tabs.sum += tabs.widths[i];
	}
	strbuf_release(&text);
	return tabs;
}

/* Kinds that hold something with their counts; the one shown is always in sight. */
static void draw_tabs(const struct search *search, const struct app *app, struct span left)
{
	int room = left.columns - 2, upto = 0;
	size_t first = 0, here = 0;
	struct tabs tabs = make_tabs(search, app, left.grid, false);
	if (tabs.sum > room)
		tabs = make_tabs(search, app, left.grid, true);
	while (search_tabs[here] != search->kind)
		upto += tabs.widths[here++];
	for (upto += tabs.widths[here]; first < here && upto > room; first++)
		upto -= tabs.widths[first];
	if (first)
		paint_on(&left, STR("<"), ROLE_DIM);
	for (size_t i = first; i < SEARCH_TABS; i++) {
		if (tabs.widths[i] >= left.columns) {
			grid_sign(left, left.columns - 1, '>', ROLE_DIM);
			break;
		}
		paint_on(&left, tabs.texts[i], search_tabs[i] == search->kind ? ROLE_CURSOR : ROLE_DIM);
	}
}

/* How many bytes a part of a text takes as it is shown. */
static size_t shown_bytes(const struct grid *grid, struct str raw)
{
	struct strbuf shown = {0};
	paint_text(grid, raw, &shown);
	size_t n = shown.n;
	strbuf_release(&shown);
	return n;
}

/* What a row shows, as it is shown, so that it is measured once. */
struct shown {
	struct str name, why;
	int name_columns, why_columns;
	bool apart; /* `why` tells the row from others of its name */
};

/* Cells of the three columns, from what the rows that are seen hold; the first gives way last. */
struct widths {
	int kind, name, why, where;
	int reading; /* the least that readings take of `why` */
	struct shown *rows;
};

struct drawing {
	const struct search *search;
	const struct app *app;
	struct grid *grid;
	struct area area;
	struct widths widths;
};

/* The name; where the first word was found in it, or in a short name that is a part of it, that part is shown and stands out. */
static void draw_name(const struct drawing *d, const struct lookup_hit *hit, struct str shown, struct span span)
{
	struct str name = index_name(d->search->index, hit->ref);
	ptrdiff_t at = str_find(name, hit->text, 0);
	struct text_part found = {0}, seen;
	struct strbuf text = {0};
	if (at >= 0)
		found = (struct text_part){(size_t)at + utf8_offset(hit->text, hit->start), (size_t)at + utf8_offset(hit->text, hit->end)};
	if (at >= 0 && !str_eq(name, shown))
		found = (struct text_part){shown_bytes(d->grid, str_sub(name, 0, found.start)), shown_bytes(d->grid, str_sub(name, 0, found.end))};
	text_truncate_around(shown, found, (size_t)span.columns, d->grid->ambi, &text, &seen);
	grid_put(span, strbuf_str(&text), ROLE_TEXT);
	span_skip(&span, (int)seen.start);
	grid_role(span_take(&span, (int)(seen.end - seen.start)), ROLE_MATCH);
	strbuf_release(&text);
}

/* The readings of the characters that matched: "ChangZhi". */
static void add_readings(struct str text, size_t start, size_t end, struct strbuf *out)
{
	syllable *readings = xcalloc(end + 1, sizeof *readings);
	size_t n = pinyin_text_start(text, readings, end);
	for (size_t i = start, at = utf8_offset(text, start); i < n; i++) {
		size_t from = at;
		utf8_next(text, &at);
		struct str s = readings[i] ? syllable_str(readings[i]) : str_sub(text, from, at - from);
		if (readings[i] && s.n) {
			strbuf_add_byte(out, (char)(s.p[0] - 'a' + 'A')); /* a syllable is lower case */
			s = str_sub(s, 1, s.n);
		}
		strbuf_add(out, s);
	}
	free(readings);
}

/* A figure as printed; where it was not found by its number, as it is read. */
static void add_figure(const struct index *index, const struct lookup_hit *hit, struct strbuf *out)
{
	if (str_eq(hit->text, read_text(index, hit->ref, "value")))
		index_printed(index, hit->ref, out);
	else
		figure_print(index, hit->ref, out);
}

/*
 * Why it was found: how it reads (in so many columns at least), else the short name, code or field that holds the text. Of a
 * figure what it says: that is what one looks for.
 * said: what the row above says of how its reading was meant, which need not be said again, nor travel (MSG_COUNT: nothing).
 */
static void add_why(const struct search *search, const struct app *app, const struct lookup_hit *hit, int reading_columns,
	enum message *said, struct strbuf *out)
{
	static const enum message hows[] = {[PINYIN_RARE] = MSG_HOW_RARE, [PINYIN_INITIALS] = MSG_HOW_INITIALS,
		[PINYIN_FULL] = MSG_HOW_FULL};
	bool by_sound = str_starts(search_text(search), STR("~"));
	enum message says = MSG_COUNT;
	struct strbuf readings = {0};
	if (ref_kind(hit->ref) == KIND_CLAIM) {
		add_figure(search->index, hit, out);
		*said = says;
		return;
	}
	if (hit->how == PINYIN_RARE || hit->how == PINYIN_INITIALS || hit->how == PINYIN_FULL)
		add_readings(hit->text, hit->start, hit->end, &readings);
	/* Latin letters and digits read as they are written: nothing to explain. */
	if (readings.n && str_find(hit->text, strbuf_str(&readings), 0) < 0) {
		size_t least = (size_t)reading_columns;
		says = by_sound ? MSG_HOW_SOUND : hows[hit->how];
		strbuf_add(out, strbuf_str(&readings));
		if (says != *said) {
			strbuf_add_repeat(out, ' ', GAP + (readings.n < least ? least - readings.n : 0));
			strbuf_add(out, app_message(app, says));
		}
	} else if (str_find(index_name(search->index, hit->ref), hit->text, 0) < 0) {
		strbuf_add(out, hit->text);
	}
	*said = says;
	strbuf_release(&readings);
}

/* What a field says of where a record belongs: what it refers to, a word of a list, a period or a text; empty: it does not. */
static struct str where_word(const struct search *search, const struct app *app, struct ref ref, size_t f)
{
	const struct field *field = &fields_of[ref_kind(ref)].v[f];
	if (!(field->flags & FIELD_SHOWN))
		return STR("");
	if (field->type == FIELD_REF) {
		struct ref target = index_ref(search->index, ref, f);
		return ref_none(target) ? STR("") : index_short_name(search->index, target);
	}
	if (field->type == FIELD_ENUM) {
		int64_t code = index_number(search->index, ref, f);
		const struct enum_code *v = code == NUMBER_NONE ? NULL : &enums[field->enumeration].v[code];
		return v ? str_from(app_chinese(app) ? v->zh : v->en) : STR("");
	}
	bool said = field->type == FIELD_PERIOD || (field->type == FIELD_TEXT && f > 1);
	return said ? index_text(search->index, ref, f) : STR("");
}

/*
 * Neither what the name says already, nor that something is of no class there is a word for. A text may stand in a name by
 * chance: of these only the name's last word counts.
 */
static bool tells_more(enum field_type type, struct str word, struct str name)
{
	if (type == FIELD_REF || type == FIELD_ENUM)
		return str_find(name, word, 0) < 0 && !str_eq_c(word, "其他") && !str_eq_c(word, "other");
	return !str_ends(name, word) || (name.n > word.n && name.p[name.n - word.n - 1] != ' ');
}

/* Of a figure: whether it only promises, and where it stands. */
static void add_standing(const struct search *search, const struct app *app, struct ref claim, struct strbuf *out)
{
	int64_t modality = read_number(search->index, claim, "modality");
	struct ref source = read_ref(search->index, claim, "source");
	if (modality >= 0 && modality != MODALITY_ACTUAL && modality != MODALITY_CAPACITY) {
		const struct enum_code *code = &enums[ENUM_MODALITY].v[modality];
		strbuf_add_c(out, app_chinese(app) ? code->zh : code->en);
	}
	if (!ref_none(source))
		strbuf_printf(out, "%s%.*s", out->n ? "  " : "", STR_ARG(index_short_name(search->index, source)));
}

/* Where it belongs: what the record refers to, its status. */
static void add_where(const struct search *search, const struct app *app, struct ref ref, struct strbuf *out)
{
	if (ref_kind(ref) == KIND_CLAIM) {
		add_standing(search, app, ref, out);
		return;
	}
	struct str name = index_name(search->index, ref);
	const struct fields *fields = &fields_of[ref_kind(ref)];
	int n = 0;
	for (size_t f = 1; f < fields->n && n < HIT_FIELDS; f++) {
		struct str word = where_word(search, app, ref, f);
		if (!word.n || !tells_more(fields->v[f].type, word, name))
			continue;
		strbuf_add_c(out, n++ ? "  " : "");
		strbuf_add(out, word);
	}
}

static struct str kind_word(const struct app *app, enum kind kind)
{
	return str_from(app_chinese(app) ? kinds[kind].sign : kinds[kind].singular);
}

/* Cursor, kind and a blank: one Han character, or the English word, on a small window of the longest that is seen. */
static int sign_columns(const struct search *search, const struct app *app, struct area area)
{
	int most = app_chinese(app) ? 2 : 10;
	if (!app_chinese(app) && app_tier(app) == TIER_CARD) {
		most = 0;
		for (size_t i = search->scroll.top; i < search->hits.n && i < search->scroll.top + (size_t)area.rows; i++) {
			int columns = (int)kind_word(app, ref_kind(search->hits.v[i].ref)).n;
			most = columns > most ? columns : most;
		}
	}
	return most + 2;
}

/* A figure is shown whole or not at all: a part of a number is another number. */
static void draw_why(const struct shown *shown, bool figure, struct span span)
{
	if (shown->why_columns <= span.columns)
		grid_put(span, shown->why, figure ? ROLE_NUMBER : ROLE_DIM);
	else if (!figure)
		paint(span, shown->why, ROLE_DIM);
	else
		grid_sign(span, 0, '#', ROLE_DIM);
}

/* A scrap of a reading explains nothing, and on a small window a name that it would cut says more: it has its place. */
static bool says_why(const struct drawing *d, const struct shown *shown, bool figure)
{
	int columns = d->widths.why;
	if (columns <= 0 || !shown->why_columns)
		return false;
	if (shown->apart || figure)
		return true;
	bool cuts = app_tier(d->app) == TIER_CARD && shown->name_columns > d->widths.name;
	return !cuts && (columns >= WHY_LEAST || shown->why_columns <= columns);
}

static void draw_hit(const struct drawing *d, size_t i)
{
	const struct search *search = d->search;
	const struct lookup_hit *hit = &search->hits.v[i];
	const struct shown *shown = &d->widths.rows[i - search->scroll.top];
	struct span left = area_row(d->grid, d->area, (int)(i - search->scroll.top));
	struct strbuf text = {0};
	if (i == search->scroll.cursor)
		grid_sign(left, 0, '>', ROLE_CURSOR);
	span_skip(&left, 1);
	paint(span_take(&left, d->widths.kind - 2), kind_word(d->app, ref_kind(hit->ref)), ROLE_DIM);
	span_skip(&left, 1);
	bool says = says_why(d, shown, ref_kind(hit->ref) == KIND_CLAIM);
	/* What tells namesakes apart follows upon a short name: it needs all the room there is. */
	int spare = says && shown->apart && shown->name_columns < d->widths.name ? d->widths.name - shown->name_columns : 0;
	draw_name(d, hit, shown->name, span_take(&left, d->widths.name - spare + (says || !d->widths.why ? 0 : GAP + d->widths.why)));
	span_skip(&left, GAP);
	if (says) {
		draw_why(shown, ref_kind(hit->ref) == KIND_CLAIM, span_take(&left, d->widths.why + spare));
		span_skip(&left, GAP);
	}
	add_where(search, d->app, hit->ref, &text);
	if (d->widths.where > 0)
		paint(left, strbuf_str(&text), ROLE_TEXT);
	strbuf_release(&text);
}

/* Most readings and the longest word that says how they were meant. */
static int steady_why(const struct app *app, const struct grid *grid)
{
	static const enum message words[] = {MSG_HOW_RARE, MSG_HOW_INITIALS, MSG_HOW_FULL, MSG_HOW_SOUND};
	int most = 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		int columns = paint_width(grid, app_message(app, words[i]));
		most = columns > most ? columns : most;
	}
	return READING_COLUMNS + GAP + most;
}

/* Raw text as it is shown, in the scratch memory; *columns: what it takes. */
static struct str shown_text(const struct app *app, const struct grid *grid, struct str raw, int *columns)
{
	struct strbuf text = {0};
	paint_text(grid, raw, &text);
	struct str shown = arena_str(app_scratch(app), strbuf_str(&text));
	*columns = (int)text_fit(shown, SIZE_MAX, grid->ambi).columns;
	strbuf_release(&text);
	return shown;
}

static bool has_namesake(const struct search *search, size_t i)
{
	struct str name = index_name(search->index, search->hits.v[i].ref);
	return (i && str_eq(index_name(search->index, search->hits.v[i - 1].ref), name)) ||
	       (i + 1 < search->hits.n && str_eq(index_name(search->index, search->hits.v[i + 1].ref), name));
}

/* Where there is no room for where records belong, namesakes are told apart by that rather than by why they were found. */
static void tell_namesakes(const struct search *search, const struct app *app, const struct grid *grid, struct shown *rows, size_t n)
{
	struct strbuf where = {0};
	for (size_t row = 0; row < n && search->scroll.top + row < search->hits.n; row++) {
		size_t i = search->scroll.top + row;
		struct ref ref = search->hits.v[i].ref;
		strbuf_clear(&where);
		if (ref_kind(ref) != KIND_CLAIM && has_namesake(search, i))
			add_where(search, app, ref, &where);
		rows[row].apart = where.n > 0;
		if (where.n)
			rows[row].why = shown_text(app, grid, strbuf_str(&where), &rows[row].why_columns);
	}
	strbuf_release(&where);
}

static struct widths measure(const struct search *search, const struct app *app, const struct grid *grid, struct area area)
{
	bool steady = area.columns >= STEADY_LEAST;
	struct widths w = {.kind = sign_columns(search, app, area), .reading = steady ? READING_COLUMNS : 0};
	enum message said = MSG_COUNT;
	struct strbuf text = {0};
	int room = area.columns - w.kind;
	int figure = 0; /* cells of the widest one */
	size_t n_rows = area.rows > 0 ? (size_t)area.rows : 0; /* a window may be too low for any */
	w.rows = arena_calloc(app_scratch(app), n_rows, sizeof *w.rows);
	for (size_t i = search->scroll.top; i < search->hits.n && i < search->scroll.top + n_rows; i++) {
		struct shown *shown = &w.rows[i - search->scroll.top];
		shown->name = shown_text(app, grid, index_name(search->index, search->hits.v[i].ref), &shown->name_columns);
		strbuf_clear(&text);
		add_why(search, app, &search->hits.v[i], w.reading, &said, &text);
		shown->why = shown_text(app, grid, strbuf_str(&text), &shown->why_columns);
		w.name = shown->name_columns > w.name ? shown->name_columns : w.name;
		w.why = shown->why_columns > w.why ? shown->why_columns : w.why;
		if (ref_kind(search->hits.v[i].ref) == KIND_CLAIM && shown->why_columns > figure)
			figure = shown->why_columns;
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
	if (w.why < figure && figure <= room - GAP - NAME_SQUEEZED)
		w.why = figure;
	int left = room - (w.why ? w.why + GAP : 0), most = left > 2 * NAME_LEAST ? left * 2 / 3 : left;
	w.name = w.name > most ? most : w.name;
	w.where = left - w.name - GAP >= WHERE_LEAST ? left - w.name - GAP : 0;
	if (!w.where)
		tell_namesakes(search, app, grid, w.rows, n_rows);
	return w;
}

static void draw_beginning(const struct search *search, const struct app *app, struct grid *grid, struct area *left)
{
	struct str text = arena_printf(app_scratch(app), "\"%.*s\" %.*s %zu", STR_ARG(search->found), STR_ARG(app_message(app, MSG_SEARCH_FINDS)), search->n_found);
	paint_down(grid, left, text, ROLE_TEXT);
}

static void draw_nothing(const struct search *search, const struct app *app, struct grid *grid, struct area left)
{
	bool asked = edit_text(&search->edit).n > 0;
	enum message first = !search->index ? MSG_READING : asked ? MSG_SEARCH_NOTHING : MSG_SEARCH_HINT;
	paint_down(grid, &left, app_message(app, first), ROLE_HEADING);
	if (asked && search->n_found)
		draw_beginning(search, app, grid, &left);
	paint_down(grid, &left, app_message(app, asked ? MSG_SEARCH_HINT : MSG_SEARCH_EXAMPLES), ROLE_DIM);
}

/* What was found is not what was typed. */
static void draw_sounds(const struct search *search, const struct app *app, struct span line)
{
	paintf(line, ROLE_HEADING, "%.*s: %.*s", STR_ARG(app_message(app, MSG_SEARCH_BY_SOUND)), STR_ARG(strbuf_str(&search->other)));
}

/* The line; beside a text of an earlier visit, where there is room, what the next letter does to it. */
static void draw_line(const struct search *search, const struct app *app, struct span line)
{
	struct span label = line;
	struct str hint = app_message(app, MSG_SEARCH_OFFERED);
	label.columns /= 2;
	span_skip(&line, paint(label, app_message(app, MSG_SEARCH_LABEL), ROLE_KEY));
	paint_on(&line, STR("> "), ROLE_KEY);
	edit_draw(&search->edit, line);
	span_skip(&line, paint_width(line.grid, edit_text(&search->edit)) + GAP);
	if (search->edit.offered && paint_width(line.grid, hint) <= line.columns)
		paint(line, hint, ROLE_DIM);
}

void search_draw(const void *state, const struct app *app, struct grid *grid, struct area area)
{
	const struct search *search = state;
	struct area body = area_from(area, search_head_rows(search), 0);
	if (search->hits.n && body.rows > 0 && body.columns > sign_columns(search, app, body)) {
		struct drawing drawing = {search, app, grid, body, measure(search, app, grid, body)};
		for (int i = 0; i < body.rows && search->scroll.top + (size_t)i < search->hits.n; i++)
			draw_hit(&drawing, search->scroll.top + (size_t)i);
	} else if (body.rows > 0 && (search->asking.asked || search->asking.n)) {
		asking_draw(&search->asking, app, grid, body, search->scroll.top, search->scroll.cursor);
	} else if (body.rows > 0) {
		draw_nothing(search, app, grid, body);
	}
	if (search->sounds && area.rows > 2)
		draw_sounds(search, app, area_row(grid, area, 2));
	if (area.rows > 1 && (search->asking.asked || search->asking.n))
		paint(area_row(grid, area, 1), app_message(app, search->asking.asked ? MSG_SEARCH_BY_QUERY : MSG_SEARCH_BY_WORDS), ROLE_DIM);
	else if (area.rows > 1)
		draw_tabs(search, app, area_row(grid, area, 1));
	if (body.rows > 1 && completer_shows(&search->completer))
		completer_draw(&search->completer, area_row(grid, area, area.rows - 1));
	draw_line(search, app, area_row(grid, area, 0));
}
