#include "view/paint.h"

#include "base/array.h"
#include "text/clean.h"
#include "text/pinyin.h"
#include "text/wrap.h"

void paint_text(const struct grid *grid, struct str raw, struct strbuf *out)
{
	if (!grid->ascii) {
		text_clean(raw, out);
		return;
	}
	struct strbuf cleaned = {0};
	text_clean(raw, &cleaned);
	pinyin_ascii(strbuf_str(&cleaned), out);
	strbuf_release(&cleaned);
}

/* The same, line by line, so that line breaks stay. */
static void paint_lines(const struct grid *grid, struct str raw, struct strbuf *out)
{
	if (!grid->ascii) {
		text_clean_lines(raw, out);
		return;
	}
	struct strbuf cleaned = {0};
	text_clean_lines(raw, &cleaned);
	struct str rest = strbuf_str(&cleaned), line;
	for (bool first = true; str_split(&rest, '\n', &line); first = false) {
		if (!first)
			strbuf_add_byte(out, '\n');
		pinyin_ascii(line, out);
	}
	strbuf_release(&cleaned);
}

/* Whether a text is shown as it is: most are, and need no buffer. */
static bool is_plain(const struct grid *grid, struct str raw)
{
	if (!grid->ascii)
		return text_is_clean(raw);
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] < 0x20 || raw.p[i] > 0x7E)
			return false;
	return raw.n <= CLEAN_CELLS_MAX;
}

/* The part of a span before the grid's right edge. */
static struct span visible(struct span span)
{
	int room = span.grid->columns - span.column;
	if (span.columns > room)
		span.columns = room;
	return span;
}

/* Cut shown text and put it. */
static int put_cut(struct span span, struct str text, enum role role, enum cut cut)
{
	enum ambi ambi = span.grid->ambi;
	/* a character has as many bytes as cells, or more */
	if (text.n <= (size_t)span.columns || text_fit(text, (size_t)span.columns, ambi).bytes == text.n)
		return grid_put(span, text, role);
	struct strbuf part = {0};
	text_truncate(text, (size_t)span.columns, cut, ambi, &part);
	int used = grid_put(span, strbuf_str(&part), role);
	strbuf_release(&part);
	return used;
}

int paint_cut(struct span span, struct str raw, enum role role, enum cut cut)
{
	span = visible(span);
	if (span.columns <= 0 || span.row < 0 || span.row >= span.grid->rows)
		return 0;
	if (is_plain(span.grid, raw))
		return put_cut(span, raw, role, cut);
	struct strbuf text = {0};
	paint_text(span.grid, raw, &text);
	int used = put_cut(span, strbuf_str(&text), role, cut);
	strbuf_release(&text);
	return used;
}

int paint(struct span span, struct str raw, enum role role)
{
	return paint_cut(span, raw, role, CUT_END);
}

int paint_right(struct span span, struct str raw, enum role role)
{
	span = visible(span);
	if (span.columns <= 0)
		return 0;
	int width = paint_width(span.grid, raw);
	return paint(width < span.columns ? span_from(span, span.columns - width) : span, raw, role);
}

int paintf(struct span span, enum role role, const char *format, ...)
{
	struct strbuf text = {0};
	va_list args;
	va_start(args, format);
	strbuf_vprintf(&text, format, args);
	va_end(args);
	int used = paint(span, strbuf_str(&text), role);
	strbuf_release(&text);
	return used;
}

void paint_on(struct span *left, struct str raw, enum role role)
{
	span_skip(left, paint(*left, raw, role));
}

int paint_width(const struct grid *grid, struct str raw)
{
	if (is_plain(grid, raw))
		return (int)text_fit(raw, SIZE_MAX, grid->ambi).columns;
	struct strbuf text = {0};
	paint_text(grid, raw, &text);
	size_t width = text_fit(strbuf_str(&text), SIZE_MAX, grid->ambi).columns;
	strbuf_release(&text);
	return (int)width;
}

struct str paint_parts(const struct grid *grid, struct str raw, int columns)
{
	while (raw.n && paint_width(grid, raw) > columns) {
		size_t n = raw.n;
		while (n > 1 && !(raw.p[n - 1] == ' ' && raw.p[n - 2] == ' '))
			n--;
		if (n <= 1)
			break;
		raw.n = n - 2;
	}
	return raw;
}

struct lines {
	ARRAY(struct str) found;
	size_t wanted; /* no more than these are kept */
};

static void keep_line(void *context, struct str line)
{
	struct lines *lines = context;
	if (lines->found.n < lines->wanted)
		array_push(&lines->found, line);
}

/* The last row of an area, marked as cut though it may fit: more would follow. */
static void put_unfinished(struct span span, struct str line, enum role role)
{
	struct text_pos fits = text_fit(line, (size_t)span.columns - 1, span.grid->ambi);
	grid_sign(span, grid_put(span, str_sub(line, 0, fits.bytes), role), '~', role);
}

int paint_wrapped(struct grid *grid, struct area area, struct str raw, enum role role)
{
	struct span top = visible(area_row(grid, area, 0));
	if (top.columns <= 0 || area.rows <= 0)
		return 0;
	struct strbuf text = {0};
	paint_lines(grid, raw, &text);
	struct lines lines = {.wanted = (size_t)area.rows};
	size_t total = text_wrap(strbuf_str(&text), (size_t)top.columns, grid->ambi, keep_line, &lines);
	for (size_t i = 0; i < lines.found.n; i++) {
		struct span row = {grid, top.row + (int)i, top.column, top.columns};
		if (i + 1 == lines.found.n && total > lines.found.n)
			put_unfinished(row, lines.found.v[i], role);
		else
			grid_put(row, lines.found.v[i], role);
	}
	int used = (int)lines.found.n;
	array_release(&lines.found);
	strbuf_release(&text);
	return used;
}

void paint_down(struct grid *grid, struct area *left, struct str raw, enum role role)
{
	*left = area_from(*left, paint_wrapped(grid, *left, raw, role), 0);
}

int paint_rows(const struct grid *grid, int columns, struct str raw)
{
	struct strbuf text = {0};
	struct lines none = {0};
	paint_lines(grid, raw, &text);
	size_t n = columns > 0 ? text_wrap(strbuf_str(&text), (size_t)columns, grid->ambi, keep_line, &none) : 0;
	strbuf_release(&text);
	return (int)n;
}
