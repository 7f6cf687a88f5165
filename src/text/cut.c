#include "text/cut.h"

#include "text/utf8.h"

bool text_next(struct str s, enum ambi ambi, struct text_pos *pos, struct str *cluster, int *width)
{
	if (pos->bytes >= s.n)
		return false;
	size_t start = pos->bytes;
	uint32_t base = utf8_next(s, &pos->bytes);
	int cells = width_char(base, ambi);
	*width = cells < 1 ? 1 : cells;
	for (size_t at = pos->bytes; at < s.n && width_char(utf8_next(s, &at), ambi) == 0;)
		pos->bytes = at;
	pos->clusters++;
	pos->columns += (size_t)*width;
	*cluster = str_sub(s, start, pos->bytes - start);
	return true;
}

struct text_pos text_fit(struct str s, size_t columns, enum ambi ambi)
{
	struct text_pos fits = {0};
	struct text_pos pos = {0};
	struct str cluster;
	int width;
	while (text_next(s, ambi, &pos, &cluster, &width) && pos.columns <= columns)
		fits = pos;
	return fits;
}

static bool is_opening(struct str cluster)
{
	return str_eq_c(cluster, "（") || str_eq_c(cluster, "(") || str_eq_c(cluster, "【") || str_eq_c(cluster, "[") ||
	       str_eq_c(cluster, "〔");
}

/* Where the tail that fits into columns begins; with bracket the last opening bracket among them, s.n where none. */
static struct text_pos tail_start(struct str s, size_t total, size_t columns, bool bracket, enum ambi ambi)
{
	struct text_pos pos = {0}, found = {.bytes = s.n, .columns = total};
	struct str cluster;
	int width;
	for (struct text_pos before = pos; text_next(s, ambi, &pos, &cluster, &width); before = pos) {
		if (total - before.columns > columns)
			continue;
		if (!bracket)
			return before;
		if (is_opening(cluster))
			found = before;
	}
	return found;
}

static bool ends_with_bracket(struct str s)
{
	return str_ends(s, STR("）")) || str_ends(s, STR(")")) || str_ends(s, STR("】")) || str_ends(s, STR("]")) ||
	       str_ends(s, STR("〕"));
}

/* A bracket at the end is the phase or the lot: it stays whole where that leaves something of the name. */
static struct text_pos choose_tail(struct str s, size_t total, size_t columns, enum ambi ambi)
{
	struct text_pos none = {.bytes = s.n, .columns = total};
	if (ends_with_bracket(s) && columns > 2) {
		struct text_pos tail = tail_start(s, total, columns - 2, true, ambi);
		if (tail.bytes < s.n)
			return tail;
	}
	return columns < 3 ? none : tail_start(s, total, columns / 3, false, ambi);
}

size_t text_truncate(struct str s, size_t columns, enum cut cut, enum ambi ambi, struct strbuf *out)
{
	struct text_pos fits = text_fit(s, columns, ambi);
	if (fits.bytes == s.n || columns == 0) {
		strbuf_add(out, str_sub(s, 0, fits.bytes));
		return fits.columns;
	}
	size_t room = columns - 1;
	struct str tail = {s.p + s.n, 0};
	size_t tail_columns = 0;
	if (cut == CUT_MIDDLE) {
		struct text_pos all = text_fit(s, SIZE_MAX, ambi);
		struct text_pos start = choose_tail(s, all.columns, room, ambi);
		tail = str_sub(s, start.bytes, s.n);
		tail_columns = all.columns - start.columns;
	}
	fits = text_fit(s, room - tail_columns, ambi);
	strbuf_add(out, str_sub(s, 0, fits.bytes));
	strbuf_add_byte(out, '~');
	strbuf_add(out, tail);
	return fits.columns + 1 + tail_columns;
}
