#include "text/cut.h"

#include "text/utf8.h"

/* Whether no mark begins there: ASCII has none, nor have the characters from U+4000 to U+9FFF. */
static inline bool is_markless(struct str s, size_t at)
{
	unsigned char lead = at < s.n ? (unsigned char)s.p[at] : 0;
	return lead < 0x80 || (lead >= 0xE4 && lead <= 0xE9);
}

/* The cells of the cluster that begins at pos, which moves over it. */
static inline int step(struct str s, enum ambi ambi, struct text_pos *pos)
{
	int cells = width_char(utf8_next(s, &pos->bytes), ambi);
	cells = cells < 1 ? 1 : cells;
	for (size_t at = pos->bytes; !is_markless(s, at) && width_char(utf8_next(s, &at), ambi) == 0;)
		pos->bytes = at;
	pos->clusters++;
	pos->columns += (size_t)cells;
	return cells;
}

bool text_next(struct str s, enum ambi ambi, struct text_pos *pos, struct str *cluster, int *width)
{
	if (pos->bytes >= s.n)
		return false;
	size_t start = pos->bytes;
	*width = step(s, ambi, pos);
	*cluster = (struct str){s.p + start, pos->bytes - start};
	return true;
}

struct text_pos text_fit(struct str s, size_t columns, enum ambi ambi)
{
	struct text_pos fits = {0};
	for (struct text_pos pos = {0}; pos.bytes < s.n; fits = pos) {
		step(s, ambi, &pos);
		if (pos.columns > columns)
			break;
	}
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

/* What is left of a text: its beginning, a mark, its end; all of it where there is no mark. */
struct pieces {
	struct text_pos head;
	size_t tail, tail_columns; /* tail: its first byte */
	bool marked;
};

static struct pieces take_pieces(struct str s, size_t columns, enum cut cut, enum ambi ambi)
{
	struct pieces p = {.head = text_fit(s, columns, ambi), .tail = s.n};
	p.marked = p.head.bytes < s.n && columns > 0;
	if (!p.marked)
		return p;
	size_t room = columns - 1;
	if (cut == CUT_MIDDLE) {
		struct text_pos all = text_fit(s, SIZE_MAX, ambi);
		struct text_pos start = choose_tail(s, all.columns, room, ambi);
		p.tail = start.bytes;
		p.tail_columns = all.columns - start.columns;
	}
	p.head = text_fit(s, room - p.tail_columns, ambi);
	return p;
}

static size_t add_pieces(struct str s, const struct pieces *p, struct strbuf *out)
{
	strbuf_add(out, str_sub(s, 0, p->head.bytes));
	if (!p->marked)
		return p->head.columns;
	strbuf_add_byte(out, '~');
	strbuf_add(out, str_sub(s, p->tail, s.n));
	return p->head.columns + 1 + p->tail_columns;
}

size_t text_truncate(struct str s, size_t columns, enum cut cut, enum ambi ambi, struct strbuf *out)
{
	struct pieces pieces = take_pieces(s, columns, cut, ambi);
	return add_pieces(s, &pieces, out);
}

static size_t columns_before(struct str s, size_t at, enum ambi ambi)
{
	return text_fit(str_sub(s, 0, at), SIZE_MAX, ambi).columns;
}

size_t text_truncate_around(struct str s, struct text_part part, size_t columns, enum ambi ambi, struct strbuf *out,
	struct text_part *seen)
{
	struct pieces p = take_pieces(s, columns, CUT_MIDDLE, ambi);
	size_t before = 0;
	if (p.head.bytes == s.n) {
		strbuf_add(out, s);
		size_t start = columns_before(s, part.start, ambi), end = columns_before(s, part.end, ambi);
		*seen = (struct text_part){start < end ? start : end, end};
		return p.head.columns;
	}
	part.start = text_fit(s, columns_before(s, part.start, ambi), ambi).bytes; /* behind the marks of a character */
	if (p.marked && part.start < part.end && part.end > p.head.bytes && part.start < p.tail) {
		/* as much of the beginning as still says whose name it is, or as the rest leaves room for */
		size_t rest = columns_before(str_sub(s, part.start, s.n), s.n, ambi), least = columns / 4;
		struct text_pos head = text_fit(s, rest + 1 + least < columns ? columns - 1 - rest : least, ambi);
		if (head.bytes < part.start) {
			strbuf_add(out, str_sub(s, 0, head.bytes));
			strbuf_add_byte(out, '~');
			before = head.columns + 1;
			s = str_sub(s, part.start, s.n);
			part = (struct text_part){0, part.end - part.start};
			p = take_pieces(s, columns - before, CUT_MIDDLE, ambi);
		}
	}
	size_t used = before + add_pieces(s, &p, out);
	bool behind = p.marked && part.start >= p.tail;
	size_t end = behind || part.end < p.head.bytes ? part.end : p.head.bytes, start = part.start < end ? part.start : end;
	size_t shift = behind ? used - columns_before(s, s.n, ambi) : before;
	*seen = (struct text_part){shift + columns_before(s, start, ambi), shift + columns_before(s, end, ambi)};
	return used;
}
