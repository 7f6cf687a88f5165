/*
 * Look-up over every kind while typing. Letters are input here, so that only keys which
 * are no text do something else.
 */
#include "view/search_internal.h"

#include "query/reword.h"
#include "view/screen.h"

#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
	SHORTER_MOST = 24,  /* beginnings tried where nothing is found */
	WHOLE_MOST = 100,   /* characters of a text that is tried so: each beginning of a longer one takes its time */
	LIMIT = 200,        /* nobody reads further; the counts tell how many there are */
	FIRST = 50,         /* ranked while typing: few read further than a screen before the next key */
};

/* Of the kind that is shown. */
static size_t count_shown(const struct search *search)
{
	return search->kind < KIND_COUNT ? search->hits.counts[search->kind] : lookup_count(&search->hits);
}

/* The counts of all kinds stand in the tabs whichever kind is shown. */
static void look_up(struct search *search, size_t limit)
{
	struct str text = search_text(search);
	bool all = search->kind == KIND_COUNT;
	lookup_release(&search->hits);
	lookup_run(search->index, text, ALL_KINDS, all ? limit : 1, &search->hits);
	if (!all) {
		struct lookup_hits some = {0};
		lookup_run(search->index, text, UINT32_C(1) << search->kind, limit, &some);
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

/* Whether the first n characters find something; then that is what is known to be good. */
static bool begins_well(struct search *search, size_t n)
{
	struct str text = edit_text(&search->edit), begin = str_trim(str_sub(text, 0, utf8_offset(text, n)));
	struct lookup_hits hits = {0};
	if (begin.n)
		lookup_run(search->index, begin, ALL_KINDS, 1, &hits);
	size_t n_found = lookup_count(&hits);
	lookup_release(&hits);
	if (n_found) {
		search->found = begin;
		search->n_found = n_found;
	}
	return n_found;
}

/*
 * One wrong letter empties the list: say how far the text was good. Mostly that is near its end; of a text in which more
 * is wrong, or a page that was pasted, the beginning that was good is a short one, and short ones are asked in no time.
 */
static void find_beginning(struct search *search)
{
	size_t characters = utf8_length(edit_text(&search->edit));
	for (size_t tried = 1; characters <= WHOLE_MOST && tried < characters && tried <= SHORTER_MOST; tried++)
		if (begins_well(search, characters - tried))
			return;
	size_t good = 0, bad = 1;
	while (bad < characters && begins_well(search, bad)) {
		good = bad;
		bad *= 2;
	}
	bad = bad < characters ? bad : characters;
	while (good + 1 < bad) {
		size_t middle = good + (bad - good) / 2;
		if (begins_well(search, middle))
			good = middle;
		else
			bad = middle;
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
		completer_update(&search->completer,
			&(struct completion_scope){search->index, asking_kind(&search->asking, search->scroll.cursor), NULL, app_chinese(app)},
			edit_text(&search->edit), search->edit.caret);
}

/* The text that nothing has: as words that run together, as a query, then by its sound. */
static void ask_otherwise(struct search *search, const struct app *app)
{
	struct str text = edit_text(&search->edit);
	bool found = reword_parted(search->index, text, ALL_KINDS, FIRST, &search->other, &search->hits);
	asking_run(&search->asking, app, search->index, found ? STR("") : text);
	if (!found && !search->asking.asked && !search->asking.n)
		found = search->sounds = reword_sound(search->index, text, ALL_KINDS, FIRST, &search->other, &search->hits);
	if (found && search->kind != KIND_COUNT)
		look_up(search, FIRST);
}

static void ask(struct search *search, const struct app *app)
{
	struct str text = edit_text(&search->edit);
	size_t n_before = search->other.n ? 0 : lookup_count(&search->hits); /* as it stood */
	strbuf_clear(&search->other);
	search->sounds = false;
	asking_release(&search->asking);
	if (search->index) {
		look_up(search, FIRST);
		if (!lookup_count(&search->hits))
			ask_otherwise(search, app);
		bool none = !lookup_count(&search->hits);
		if (search->asking.asked || search->asking.n) {
			search->n_found = 0;
		} else if (none && !know_beginning(search, n_before)) {
			search->n_found = 0;
			find_beginning(search);
		}
		search->n_found = none ? search->n_found : 0;
		strbuf_set(&search->asked, text);
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
	if (place->typed_before)
		edit_offer(&search->edit);
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
	strbuf_release(&search->other);
	edit_release(&search->edit);
	free(search);
}

static struct ref record(const void *state)
{
	const struct search *search = state;
	return search->hits.n ? search->hits.v[search->scroll.cursor].ref : REF_NONE;
}

static void save(const void *state, struct place *place)
{
	const struct search *search = state;
	struct ref here = record(state);
	place_set(&place->query, edit_text(&search->edit));
	if (!ref_none(here))
		place_set(&place->selected, index_id(search->index, here));
	place->kind = search->kind;
	place->typed_before = search->edit.offered;
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

/* The next kind in which something was found, round the end. */
static void next_kind(struct search *search, const struct app *app, int step)
{
	int at = 0;
	while (search_tabs[at] != search->kind)
		at++;
	do {
		at = (at + step + SEARCH_TABS) % SEARCH_TABS;
	} while (search_tabs[at] != KIND_COUNT && !search_tab_count(search, search_tabs[at]));
	if (search->kind == search_tabs[at])
		return;
	search->kind = search_tabs[at];
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
	struct ref here = record(search);
	if (ref_none(here)) {
		asking_open(&search->asking, app, search->scroll.cursor);
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
	enum edit_result result = edit_key(&search->edit, k);
	if (app_line_asks(app, result == EDIT_CHANGED)) {
		search->scroll.cursor = search->scroll.top = 0;
		search->kind = KIND_COUNT;
		ask(search, app);
	}
	/* Esc, function keys and ^L go to the key map; text that the line did not take means nothing. */
	return result != EDIT_IGNORED || key_is_character(k);
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
	scroll_settle(&search->scroll, area.rows - search_head_rows(search));
	reach(search, search->scroll.top + search->scroll.shown - 1);
}

static struct evidence evidence(const void *state)
{
	struct ref here = record(state);
	return ref_none(here) ? EVIDENCE_NONE : evidence_record(here);
}

static void cell_text(const void *state, const struct app *app, struct strbuf *out)
{
	const struct search *search = state;
	(void)app;
	struct ref here = record(state);
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
	.draw = search_draw,
	.evidence = evidence,
	.record = record,
	.cell_text = cell_text,
};
