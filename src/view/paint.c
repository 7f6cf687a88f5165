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

static int room(const struct grid *grid, int column, int columns)
{
	return columns > grid->columns - column ? grid->columns - column : columns;
}

/* Cut text to `columns` and put it. */
static int put_cut(struct grid *grid, int row, int column, int columns, struct str text, enum role role, enum cut cut)
{
	/* a character has as many bytes as cells, or more */
	if (text.n <= (size_t)columns || text_fit(text, (size_t)columns, grid->ambi).bytes == text.n)
		return grid_put(grid, row, column, columns, text, role);
	struct strbuf part = {0};
	text_truncate(text, (size_t)columns, cut, grid->ambi, &part);
	int used = grid_put(grid, row, column, columns, strbuf_str(&part), role);
	strbuf_release(&part);
	return used;
}

int paint_cut(struct grid *grid, int row, int column, int columns, struct str raw, enum role role, enum cut cut)
{
	columns = room(grid, column, columns);
	if (columns <= 0 || row < 0 || row >= grid->rows)
		return 0;
	if (is_plain(grid, raw))
		return put_cut(grid, row, column, columns, raw, role, cut);
	struct strbuf text = {0};
	paint_text(grid, raw, &text);
	int used = put_cut(grid, row, column, columns, strbuf_str(&text), role, cut);
	strbuf_release(&text);
	return used;
}

int paint(struct grid *grid, int row, int column, int columns, struct str raw, enum role role)
{
	return paint_cut(grid, row, column, columns, raw, role, CUT_END);
}

int paint_right(struct grid *grid, int row, int column, int columns, struct str raw, enum role role)
{
	columns = room(grid, column, columns);
	if (columns <= 0)
		return 0;
	int width = paint_width(grid, raw);
	int indent = width < columns ? columns - width : 0;
	return paint_cut(grid, row, column + indent, columns - indent, raw, role, CUT_END);
}

int paintf(struct grid *grid, int row, int column, int columns, enum role role, const char *format, ...)
{
	struct strbuf text = {0};
	va_list args;
	va_start(args, format);
	strbuf_vprintf(&text, format, args);
	va_end(args);
	int used = paint(grid, row, column, columns, strbuf_str(&text), role);
	strbuf_release(&text);
	return used;
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
static void put_unfinished(struct grid *grid, int row, int column, int columns, struct str line, enum role role)
{
	struct text_pos fits = text_fit(line, (size_t)columns - 1, grid->ambi);
	int used = grid_put(grid, row, column, columns, str_sub(line, 0, fits.bytes), role);
	grid_put(grid, row, column + used, 1, STR("~"), role);
}

int paint_wrapped(struct grid *grid, int row, int column, int columns, int rows, struct str raw, enum role role)
{
	if (rows >= 0)
		columns = room(grid, column, columns);
	if (columns <= 0 || rows == 0)
		return 0;
	struct strbuf text = {0};
	paint_lines(grid, raw, &text);
	struct lines lines = {.wanted = rows < 0 ? 0 : (size_t)rows};
	size_t total = text_wrap(strbuf_str(&text), (size_t)columns, grid->ambi, keep_line, &lines);
	for (size_t i = 0; i < lines.found.n; i++) {
		if (i + 1 == lines.found.n && total > lines.found.n)
			put_unfinished(grid, row + (int)i, column, columns, lines.found.v[i], role);
		else
			grid_put(grid, row + (int)i, column, columns, lines.found.v[i], role);
	}
	int used = rows < 0 ? (int)total : (int)lines.found.n;
	array_release(&lines.found);
	strbuf_release(&text);
	return used;
}
