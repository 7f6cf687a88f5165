#include "view/edit.h"

#include "text/clean.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "view/paint.h"

#include <string.h>

void edit_init(struct edit *edit)
{
	*edit = (struct edit){0};
}

void edit_release(struct edit *edit)
{
	for (size_t i = 0; i < edit->history.n; i++)
		free(edit->history.v[i]);
	array_release(&edit->history);
	strbuf_release(&edit->text);
	strbuf_release(&edit->draft);
	edit->caret = edit->recalled = 0;
}

struct str edit_text(const struct edit *edit)
{
	return strbuf_str(&edit->text);
}

/* Replace the bytes [from, to); the caret goes behind what is new. */
static void replace(struct edit *edit, size_t from, size_t to, struct str with)
{
	strbuf_reserve(&edit->text, with.n);
	char *p = edit->text.p;
	memmove(p + from + with.n, p + to, edit->text.n - to + 1);
	if (with.n)
		memcpy(p + from, with.p, with.n);
	edit->text.n = edit->text.n - (to - from) + with.n;
	edit->caret = from + with.n;
}

/* A mark typed behind its base belongs to the base's cluster: the caret never stands between them. */
static void settle_caret(struct edit *edit)
{
	struct text_pos pos = {0};
	struct str cluster;
	int width;
	while (pos.bytes < edit->caret && text_next(edit_text(edit), AMBI_NARROW, &pos, &cluster, &width))
		;
	edit->caret = pos.bytes;
}

void edit_set(struct edit *edit, struct str text)
{
	strbuf_clear(&edit->text);
	text_clean(text, &edit->text);
	if (edit->text.n > EDIT_BYTES_MAX) {
		size_t n = EDIT_BYTES_MAX;
		while (((unsigned char)edit->text.p[n] & 0xC0) == 0x80)
			n--;
		strbuf_truncate(&edit->text, n);
	}
	edit->caret = edit->text.n;
	edit->recalled = edit->history.n;
	edit->offered = false;
}

void edit_offer(struct edit *edit)
{
	edit->offered = edit->text.n > 0;
}

static bool can_be_shown(struct str character)
{
	struct strbuf cleaned = {0};
	text_clean(character, &cleaned);
	bool same = str_eq(strbuf_str(&cleaned), character);
	strbuf_release(&cleaned);
	return same;
}

/* The one of an input method, too. */
static bool is_blank(key k)
{
	return k == ' ' || k == 0x3000;
}

static enum edit_result insert(struct edit *edit, key k)
{
	if (k >= 0xD800 && k <= 0xDFFF)
		return EDIT_MOVED;
	char bytes[4];
	struct str character = {bytes, utf8_put(k, bytes)};
	bool anew = edit->offered && !is_blank(k);
	if ((!anew && edit->text.n + character.n > EDIT_BYTES_MAX) || !can_be_shown(character))
		return EDIT_MOVED;
	replace(edit, anew ? 0 : edit->caret, anew ? edit->text.n : edit->caret, character);
	edit->offered = false;
	settle_caret(edit);
	edit->recalled = edit->history.n;
	return EDIT_CHANGED;
}

void edit_replace(struct edit *edit, size_t from, size_t to, struct str with)
{
	struct strbuf cleaned = {0};
	text_clean(with, &cleaned);
	to = to > edit->text.n ? edit->text.n : to;
	from = from > to ? to : from;
	if (edit->text.n - (to - from) + cleaned.n <= EDIT_BYTES_MAX) {
		replace(edit, from, to, strbuf_str(&cleaned));
		settle_caret(edit);
		edit->offered = false;
		edit->recalled = edit->history.n;
	}
	strbuf_release(&cleaned);
}

static size_t cluster_before(const struct edit *edit, size_t at)
{
	struct text_pos pos = {0};
	struct str cluster;
	int width;
	size_t before = 0;
	while (pos.bytes < at) {
		before = pos.bytes;
		text_next(edit_text(edit), AMBI_NARROW, &pos, &cluster, &width);
	}
	return before;
}

static size_t cluster_after(const struct edit *edit, size_t at)
{
	struct text_pos pos = {.bytes = at};
	struct str cluster;
	int width;
	text_next(edit_text(edit), AMBI_NARROW, &pos, &cluster, &width);
	return pos.bytes;
}

static bool is_blank_at(const struct edit *edit, size_t at)
{
	return edit->text.p[at] == ' ';
}

static size_t word_before(const struct edit *edit, size_t at)
{
	while (at > 0 && is_blank_at(edit, at - 1))
		at--;
	while (at > 0 && !is_blank_at(edit, at - 1))
		at--;
	return at;
}

static size_t word_after(const struct edit *edit, size_t at)
{
	while (at < edit->text.n && is_blank_at(edit, at))
		at++;
	while (at < edit->text.n && !is_blank_at(edit, at))
		at++;
	return at;
}

static enum edit_result move(struct edit *edit, size_t to)
{
	edit->caret = to;
	return EDIT_MOVED;
}

static enum edit_result erase(struct edit *edit, size_t from, size_t to)
{
	if (from >= to)
		return EDIT_MOVED;
	replace(edit, from, to, (struct str){0});
	settle_caret(edit);
	edit->recalled = edit->history.n;
	return EDIT_CHANGED;
}

static enum edit_result recall(struct edit *edit, size_t entry)
{
	if (entry > edit->history.n || entry == edit->recalled)
		return EDIT_MOVED;
	if (edit->recalled == edit->history.n) {
		strbuf_set(&edit->draft, edit_text(edit));
	}
	struct str text = entry == edit->history.n ? strbuf_str(&edit->draft) : str_from(edit->history.v[entry]);
	strbuf_set(&edit->text, text);
	edit->caret = edit->text.n;
	edit->recalled = entry;
	return EDIT_CHANGED;
}

static enum edit_result change_or_move(struct edit *edit, key k)
{
	size_t caret = edit->caret, end = edit->text.n;
	switch (k) {
	case KEY_BACKSPACE: return erase(edit, cluster_before(edit, caret), caret);
	case 'D' - '@':
	case KEY_DELETE: return erase(edit, caret, cluster_after(edit, caret));
	case 'B' - '@':
	case KEY_LEFT: return move(edit, cluster_before(edit, caret));
	case KEY_RIGHT: return move(edit, cluster_after(edit, caret));
	case 'A' - '@':
	case KEY_HOME: return move(edit, 0);
	case 'E' - '@':
	case KEY_END: return move(edit, end);
	case 'U' - '@': return erase(edit, 0, caret);
	case 'K' - '@': return erase(edit, caret, end);
	case KEY_ALT | KEY_BACKSPACE:
	case 'W' - '@': return erase(edit, word_before(edit, caret), caret);
	case KEY_ALT | KEY_LEFT:
	case KEY_ALT | 'b': return move(edit, word_before(edit, caret));
	case KEY_ALT | KEY_RIGHT:
	case KEY_ALT | 'f': return move(edit, word_after(edit, caret));
	case 'P' - '@':
	case KEY_UP: return edit->recalled > 0 ? recall(edit, edit->recalled - 1) : EDIT_MOVED;
	case 'N' - '@':
	case KEY_DOWN: return recall(edit, edit->recalled + 1);
	default: return key_is_character(k) ? insert(edit, k) : EDIT_IGNORED;
	}
}

enum edit_result edit_key(struct edit *edit, key k)
{
	enum edit_result result = change_or_move(edit, k);
	edit->offered &= result == EDIT_IGNORED;
	return result;
}

void edit_remember(struct edit *edit)
{
	struct str text = edit_text(edit);
	size_t n = edit->history.n;
	if (text.n && !(n && str_eq_c(text, edit->history.v[n - 1]))) {
		if (n == EDIT_HISTORY_MAX) {
			free(edit->history.v[0]);
			memmove(edit->history.v, edit->history.v + 1, --edit->history.n * sizeof *edit->history.v);
		}
		char *copy = xmalloc(text.n + 1);
		memcpy(copy, text.p, text.n);
		copy[text.n] = '\0';
		array_push(&edit->history, copy);
	}
	edit->recalled = edit->history.n;
}

/*
 * The column of the text that stands at the left edge: 0 while the caret is in sight,
 * else in steps of half a row, so that typing does not shift the line at every key.
 */
static size_t scroll_of(size_t caret, size_t columns)
{
	if (caret < columns)
		return 0;
	size_t step = columns / 2 ? columns / 2 : 1;
	return (caret - columns) / step * step + step;
}

/* Blank where a wide character was cut by the left edge. */
static void put_from(struct span span, struct str text, size_t scroll, enum role role)
{
	struct text_pos fits = text_fit(text, scroll, span.grid->ambi);
	if (fits.columns < scroll) {
		struct str cluster;
		int width;
		text_next(text, span.grid->ambi, &fits, &cluster, &width);
		span_skip(&span, (int)(fits.columns - scroll));
	}
	grid_put(span, str_sub(text, fits.bytes, text.n), role);
}

void edit_draw(const struct edit *edit, struct span span)
{
	struct grid *grid = span.grid;
	if (span.columns > grid->columns - span.column)
		span.columns = grid->columns - span.column;
	if (span.row < 0 || span.row >= grid->rows || span.column < 0 || span.columns <= 0)
		return;
	struct strbuf shown = {0};
	struct str text = edit_text(edit);
	size_t columns = (size_t)span.columns;
	paint_text(grid, str_sub(text, 0, edit->caret), &shown);
	size_t caret = text_fit(strbuf_str(&shown), SIZE_MAX, grid->ambi).columns;
	paint_text(grid, str_sub(text, edit->caret, text.n), &shown);
	size_t total = text_fit(strbuf_str(&shown), SIZE_MAX, grid->ambi).columns;
	size_t scroll = scroll_of(caret, columns);

	grid_blank(span, ROLE_TEXT);
	put_from(span, strbuf_str(&shown), scroll, edit->offered ? ROLE_CURSOR : ROLE_TEXT);
	if (scroll > 0 && columns > 2)
		grid_sign(span, 0, '<', ROLE_DIM);
	if (total > scroll + columns && columns > 2 && caret - scroll + 1 < columns)
		grid_sign(span, span.columns - 1, '>', ROLE_DIM);
	grid->cursor_row = span.row;
	grid->cursor_column = span.column + (int)(caret - scroll);
	grid->cursor_shown = true;
	strbuf_release(&shown);
}

bool edit_validate(const struct edit *edit, const char **reason)
{
	struct str text = edit_text(edit);
	struct strbuf cleaned = {0};
	struct text_pos pos = {0};
	struct str cluster;
	int width;
	*reason = NULL;
	text_clean(text, &cleaned);
	while (pos.bytes < edit->caret && text_next(text, AMBI_NARROW, &pos, &cluster, &width))
		;
	if (text.n > EDIT_BYTES_MAX)
		*reason = "text longer than its limit";
	else if (!str_eq(strbuf_str(&cleaned), text))
		*reason = "text that cleaning would change";
	else if (edit->caret > text.n || pos.bytes != edit->caret)
		*reason = "a caret inside a cluster";
	else if (edit->recalled > edit->history.n || edit->history.n > EDIT_HISTORY_MAX)
		*reason = "a history entry that is not there";
	strbuf_release(&cleaned);
	return !*reason;
}
