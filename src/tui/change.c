#include "tui/change.h"

#include "tui/shift.h"

#include <string.h>

enum {
	END_BYTES = 3, /* CSI K */
	END_LEAST = 4, /* it is dearer than fewer blanks */
	ERASE_BYTES = 5, /* CSI n X */
	ERASE_LEAST = 5,
	MOVE_BYTES = 5, /* of a move along a row */
	NEAR_BYTES = 4, /* … by fewer cells than NEAR */
	NEAR = 10,
	BRIDGE_BYTES = 4, /* of a move over a wide character */
	EARLY_MOST = 4,
	ERASED_LEAST = 8,
	STYLES_MOST = 24,
	SHIFT_LEAST = 4, /* rows; a move of the cursor changes three */
};

void change_release(struct change *change)
{
	array_release(&change->parts);
	strbuf_release(&change->tried);
	strbuf_release(&change->best);
	grid_release(&change->shifted);
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* -- parts ---------------------------------------------------------------------------------- */

/* Whether cells have the same bytes and look the same. */
static bool looks_same(const struct pen *pen, const struct cell *a, const struct cell *b)
{
	return memcmp(a->bytes, b->bytes, CELL_BYTES) == 0 && a->n == b->n && a->width == b->width &&
		pen_style_of(pen, a) == pen_style_of(pen, b);
}

static inline bool same_cell(const struct pen *pen, const struct cell *a, const struct cell *b)
{
	return memcmp(a, b, sizeof *a) == 0 || (a->bytes[0] == b->bytes[0] && looks_same(pen, a, b));
}

/* What is asked of a cell again and again: these, and its style. */
enum {
	CHANGED = 1,
	BLANK = 2, /* plain: no style shows on it */
	STYLE_FROM = 8, /* bits */
};

/* A row as it is to be, and how it differs from what it is. */
struct row {
	const struct pen *pen;
	const struct cell *wanted;
	int number;
	int limit;       /* how many columns may be written */
	int blank_from;  /* nothing but plain blanks from here on */
	uint16_t marks[GRID_SIDE_MAX]; /* by column; no bytes: these could be anything to a compiler */
	int16_t ends[GRID_SIDE_MAX]; /* where the blanks that begin there end, behind the last changed one; itself: none is */
};

static bool is_plain_blank(const struct row *row, int column)
{
	return row->marks[column] & BLANK;
}

static bool is_changed(const struct row *row, int column)
{
	return row->marks[column] & CHANGED;
}

static int style_at(const struct row *row, int column)
{
	return row->marks[column] >> STYLE_FROM;
}

/* Where the blanks that begin in a column end, if those behind it end there (0: they do not, or no changed one does). */
static inline int blanks_end(unsigned marks, int column, int limit, int end)
{
	return !(marks & BLANK) ? 0 : !end && marks & CHANGED && column < limit ? column + 1 : end;
}

/* From the last column on: what follows a blank decides. */
static void read_row(struct row *row, const struct pen *pen, const struct cell *is, const struct cell *wanted, int number)
{
	int limit = pen_limit(pen, number), blank_from = 0;
	for (int column = pen->columns, end = 0; column-- > 0;) {
		const struct cell *cell = &wanted[column];
		int style = pen_style_of(pen, cell);
		unsigned marks = (!style && pen_is_blank(cell) ? BLANK : 0) | (same_cell(pen, &is[column], cell) ? 0 : CHANGED);
		if (!(marks & BLANK) && !blank_from)
			blank_from = column + 1;
		end = blanks_end(marks, column, limit, end);
		row->marks[column] = (uint16_t)(marks | (unsigned)style << STYLE_FROM);
		row->ends[column] = (int16_t)(end ? end : column);
	}
	row->pen = pen;
	row->wanted = wanted;
	row->number = number;
	row->limit = limit;
	row->blank_from = blank_from;
}

/*
 * Enough changed blanks from here on, behind text of this style, to have the terminal erase them. Returns where they end;
 * 0: there are not. Erasing is plain: between cells of a style it takes a move of its own.
 */
static int erasable(const struct row *row, int column, int style)
{
	const struct codes *codes = row->pen->codes;
	int end = row->ends[column], n = end - column;
	if (column >= row->blank_from && codes->erase_end && n >= END_LEAST + (style ? MOVE_BYTES : 0))
		return row->pen->columns;
	bool goes_on = end < row->limit && is_changed(row, end) && style_at(row, end) == 0;
	return codes->erase && n >= ERASE_LEAST + (style || goes_on ? MOVE_BYTES : 0) ? end : 0;
}

/* From a changed cell to the end of the changed cells that can be written in one style. */
static struct change_part take_part(const struct row *row, int column)
{
	struct change_part part = {.row = row->number, .from = column, .to = erasable(row, column, 0), .style = 0};
	part.erased = part.to > 0;
	if (part.erased)
		return part;
	bool styled = false;
	for (part.to = column; part.to < row->limit && is_changed(row, part.to);) {
		bool blank = is_plain_blank(row, part.to);
		int style = style_at(row, part.to);
		if (blank && part.to > column && erasable(row, part.to, part.style))
			break;
		if (blank ? row->pen->codes->styles[part.style].on_blanks : styled && style != part.style)
			break;
		if (!blank && !styled && part.to > column && style && row->pen->codes->styles[style].on_blanks)
			break; /* blanks before it are not to be painted */
		part.style = blank ? part.style : style;
		styled = styled || !blank;
		/* A continuation cell looks the same behind another wide cluster. */
		part.to = least(part.to + (row->wanted[part.to].width == 2 ? 2 : 1), row->limit);
	}
	return part;
}

/*
 * Text, a few cells of a style that is written later, text again (a find amid a name): in one go, as the cells between are no
 * dearer than the move over them; they are written over. Groups go by the number of their style, rows by their columns.
 */
static bool bridge(struct change *change, const struct row *row, const struct change_part *part, size_t first)
{
	if (change->parts.n < first + 2)
		return false;
	struct change_part *before = &change->parts.v[change->parts.n - 2], *between = before + 1;
	if (before->to != between->from || between->to != part->from || before->style != part->style || between->style <= part->style ||
		before->erased || part->erased)
		return false;
	int bytes = 0;
	for (int column = between->from; column < between->to; column++) {
		bytes += row->wanted[column].n;
		if (pen_doubts(&row->wanted[column]))
			return false;
	}
	if (bytes >= BRIDGE_BYTES)
		return false;
	before->to = part->to;
	return true;
}

static void collect_parts(struct change *change, const struct row *row, int from, int end)
{
	size_t first = change->parts.n;
	for (int column = from; column < end;) {
		if (!is_changed(row, column)) {
			column++;
			continue;
		}
		struct change_part part = take_part(row, column);
		if (!bridge(change, row, &part, first))
			array_push(&change->parts, part);
		column = part.to;
	}
}

/* About how many bytes it takes to get to a part: from the one of its style before it in the row, or from another row. */
static int bytes_to(const struct change *change, size_t first, size_t i)
{
	const struct change_part *part = &change->parts.v[i];
	while (i-- > first) {
		const struct change_part *before = &change->parts.v[i];
		if (before->style != part->style)
			continue;
		int n = part->from - (before->erased ? before->from : before->to);
		return n < NEAR ? least(n, NEAR_BYTES) : MOVE_BYTES;
	}
	return MOVE_BYTES;
}

/* About how many bytes the parts from one on take. */
static int cost_of(const struct change *change, const struct row *row, size_t first)
{
	int bytes = 0;
	for (size_t i = first; i < change->parts.n; i++) {
		const struct change_part *part = &change->parts.v[i];
		bytes += bytes_to(change, first, i);
		if (part->erased)
			bytes += part->to == row->pen->columns ? END_BYTES : ERASE_BYTES;
		for (int column = part->from; !part->erased && column < part->to; column++)
			bytes += row->wanted[column].n;
	}
	return bytes;
}

/* Behind text the style may stay on that cannot be seen on blanks. */
static int style_to_erase_in(const struct row *row, const struct change_part *before, int from)
{
	return before->to == from && !row->pen->codes->styles[before->style].on_blanks ? before->style : 0;
}

/* The row is one that is blank from a column on, and the text there is new. */
static void collect_cleared(struct change *change, struct row *row, int from)
{
	for (int column = row->pen->columns, end = 0; column-- > 0;) {
		if (column >= from)
			row->marks[column] = (uint16_t)((row->marks[column] & ~CHANGED) | (is_plain_blank(row, column) ? 0 : CHANGED));
		end = blanks_end(row->marks[column], column, row->limit, end);
		row->ends[column] = (int16_t)(end ? end : column);
	}
	size_t first = change->parts.n;
	collect_parts(change, row, 0, from);
	struct change_part part = {.row = row->number, .from = from, .to = row->pen->columns, .erased = true};
	if (from >= row->blank_from && change->parts.n > first)
		part.style = style_to_erase_in(row, &change->parts.v[change->parts.n - 1], from);
	array_push(&change->parts, part);
	collect_parts(change, row, from, row->limit);
}

/* Whether blanks begin in a column, or those that are changed. */
static bool blanks_begin(const struct row *row, int column)
{
	return is_plain_blank(row, column) &&
		(column == 0 || !is_plain_blank(row, column - 1) || (is_changed(row, column) && !is_changed(row, column - 1)));
}

/* What parts of a row that take so many bytes take beside the text that is new. */
static int beside_text(const struct row *row, int bytes)
{
	for (int column = 0; column < row->limit; column++)
		bytes -= is_changed(row, column) && !is_plain_blank(row, column) ? row->wanted[column].n : 0;
	return bytes;
}

/*
 * Several columns of blanks, and text between them, some of it perhaps as it was: one erasing of all of them may be
 * shorter, though all text behind it is written. From the last blanks on, as each try marks what is behind them, and as
 * long as less text would be written once more than there is to spare.
 */
static void collect_row(struct change *change, struct row *row)
{
	size_t first = change->parts.n, n;
	collect_parts(change, row, 0, row->limit);
	if (!row->pen->codes->erase_end || change->parts.n == first)
		return;
	int cost = cost_of(change, row, first), room = beside_text(row, cost) - END_BYTES;
	bool spares = false;
	for (int column = row->pen->columns; column-- > 0 && room > 0;) {
		room -= is_changed(row, column) || is_plain_blank(row, column) ? 0 : row->wanted[column].n;
		spares = spares || (is_plain_blank(row, column) && is_changed(row, column));
		if (!spares || !blanks_begin(row, column))
			continue;
		n = change->parts.n;
		collect_cleared(change, row, column);
		int cleared = cost_of(change, row, n);
		if (cleared < cost) {
			cost = cleared;
			memmove(&change->parts.v[first], &change->parts.v[n], (change->parts.n - n) * sizeof *change->parts.v);
			n = first + change->parts.n - n;
		}
		change->parts.n = n;
	}
}

static void collect(struct change *change, const struct pen *pen, const struct grid *shown)
{
	struct row row;
	array_clear(&change->parts);
	for (int number = 0; number < pen->rows; number++) {
		const struct cell *is = grid_at(shown, number, 0), *wanted = grid_at(pen->grid, number, 0);
		if (memcmp(is, wanted, (size_t)pen->columns * sizeof *is) == 0)
			continue;
		read_row(&row, pen, is, wanted, number);
		collect_row(change, &row);
	}
}

/* -- writing -------------------------------------------------------------------------------- */

/* The order of what is written; which of them is shortest depends on what has changed. */
enum order {
	STYLE_BY_STYLE,
	ERASING_FIRST, /* columns of blanks are but a line feed apart; then style by style */
	ROW_BY_ROW,
	N_ORDERS,
};

static void write_part(struct pen *pen, const struct change_part *part, enum order order)
{
	pen_style(pen, order == ERASING_FIRST && part->erased ? 0 : part->style);
	if (part->erased)
		pen_erase(pen, part->row, part->from, part->to);
	else
		pen_write(pen, part->row, part->from, part->to);
}

/* Longer than what there is: no need to go on. */
static bool is_lost(const struct change *change)
{
	return change->found && change->tried.n >= change->best.n;
}

/* Groups are written one after another, each row by row. */
static int group_of(const struct change_part *part, enum order order)
{
	bool first = order == ROW_BY_ROW || (order == ERASING_FIRST && part->erased);
	return first ? 0 : 1 + part->style;
}

/* Whether it can be the shortest way, as far as can be said without writing it. */
static bool is_promising(const struct change *change, enum order order)
{
	size_t erased = 0, styles = 0;
	for (size_t i = 0; i < change->parts.n; i++) {
		erased += change->parts.v[i].erased;
		styles += i && change->parts.v[i].style != change->parts.v[i - 1].style;
	}
	/* A change of style takes twice what a move takes. */
	return order == ERASING_FIRST ? erased >= ERASED_LEAST : order == ROW_BY_ROW ? styles <= STYLES_MOST : true;
}

static void write_parts(const struct change *change, struct pen *pen, enum order order)
{
	uint32_t groups = 0; /* as bits: those of some part */
	for (size_t i = 0; i < change->parts.n; i++)
		groups |= UINT32_C(1) << group_of(&change->parts.v[i], order);
	for (; groups; groups &= groups - 1)
		for (size_t i = 0; i < change->parts.n && !is_lost(change); i++)
			if (group_of(&change->parts.v[i], order) == __builtin_ctz(groups))
				write_part(pen, &change->parts.v[i], order);
	pen_style(pen, 0);
	pen_move(pen, least(pen->grid->cursor_row, pen->rows - 1), least(pen->grid->cursor_column, pen->columns - 1));
}

/* Write what is collected in every order; the shortest is kept where it is shorter than the best so far. */
static void try_orders(struct change *change, const struct pen *start, const struct shift *shift)
{
	for (int order = 0; order < N_ORDERS; order++) {
		if (!is_promising(change, (enum order)order))
			continue;
		struct pen pen = *start;
		pen.out = &change->tried;
		strbuf_clear(&change->tried);
		if (shift && change->early.to && (pen.row < shift->top || pen.row > shift->bottom))
			pen_write(&pen, change->early.row, change->early.from, change->early.to);
		else if (shift && change->early.to)
			pen_blank(&pen, change->early.row, change->early.from, change->early.to);
		if (shift)
			pen_scroll(&pen, shift->top, shift->bottom, shift->by);
		write_parts(change, &pen, (enum order)order);
		if (is_lost(change))
			continue;
		struct strbuf former = change->best;
		change->best = change->tried;
		change->tried = former;
		change->end = pen;
		change->found = true;
	}
}

static void copy_grid(struct grid *to, const struct grid *from)
{
	if (to->columns != from->columns || to->rows != from->rows) {
		grid_release(to);
		grid_init(to, from->columns, from->rows, from->ambi, from->ascii);
	}
	memcpy(to->cells, from->cells, (size_t)from->columns * (size_t)from->rows * sizeof *from->cells);
}

/* Whether so many rows differ that looking for those that have moved is worth its time. */
static bool many_differ(const struct grid *a, const struct grid *b)
{
	int n = 0;
	for (int row = 0; row < a->rows && n < SHIFT_LEAST; row++)
		n += memcmp(grid_at(a, row, 0), grid_at(b, row, 0), (size_t)a->columns * sizeof *a->cells) != 0;
	return n >= SHIFT_LEAST;
}

/* The cursor is there now; behind the shift a move would lead back to what it has left in its row. */
static void find_marker(struct change *change, const struct pen *pen, int row)
{
	const struct cell *is = grid_at(&change->shifted, row, 0), *wanted = grid_at(pen->grid, row, 0);
	int from = 0, to;
	while (from < pen->columns && same_cell(pen, &is[from], &wanted[from]))
		from++;
	for (to = from; to < pen->columns - 1 && !same_cell(pen, &is[to], &wanted[to]) && pen_is_blank(&wanted[to]) &&
		pen_style_of(pen, &wanted[to]) == 0 && is[to].width == 1;)
		to++;
	if (to == from || to - from > EARLY_MOST)
		return;
	change->early = (struct change_early){pen->row, from, to};
	grid_blank((struct span){&change->shifted, row, from, to - from}, ROLE_TEXT);
}

/* What was typed, in a row that stays: the cursor is there now, and would have to come back for it. */
static void find_typed(struct change *change, const struct pen *pen)
{
	const struct cell *wanted = grid_at(pen->grid, pen->row, 0);
	struct cell *is = change->shifted.cells + pen->row * pen->columns;
	int to = pen->column;
	while (to < pen_limit(pen, pen->row) && !same_cell(pen, &is[to], &wanted[to]) && pen_style_of(pen, &wanted[to]) == 0)
		to++;
	if (to == pen->column || wanted[pen->column].width == 0)
		return;
	memcpy(&is[pen->column], &wanted[pen->column], (size_t)(to - pen->column) * sizeof *is);
	change->early = (struct change_early){pen->row, pen->column, to};
}

static void find_early(struct change *change, const struct pen *pen, const struct shift *shift)
{
	int row = pen->row - shift->by;
	change->early = (struct change_early){0};
	if (pen->row < 0 || pen->column < 0 || pen->column >= pen->columns)
		return;
	if (pen->row < shift->top || pen->row > shift->bottom)
		find_typed(change, pen);
	else if (row >= shift->top && row <= shift->bottom)
		find_marker(change, pen, row);
}

static void collect_shifted(struct change *change, const struct pen *pen, const struct grid *shown, const struct shift *shift)
{
	copy_grid(&change->shifted, shown);
	shift_apply(&change->shifted, shift);
	find_early(change, pen, shift);
	collect(change, pen, &change->shifted);
}

void change_write(struct change *change, struct pen *pen, const struct grid *shown)
{
	struct strbuf *out = pen->out;
	struct shift shift;
	bool whole = pen->grid->rows == pen->rows && pen->grid->columns == pen->columns;
	bool shifted = whole && pen->codes->region && many_differ(shown, pen->grid) &&
		(shift_find(shown, pen->grid, &shift) || (pen->codes->scroll && shift_find_wipe(shown, pen->grid, &shift)));
	change->found = false;
	if (shifted)
		collect_shifted(change, pen, shown, &shift);
	else
		collect(change, pen, shown);
	try_orders(change, pen, shifted ? &shift : NULL);
	if (shifted) {
		collect(change, pen, shown);
		try_orders(change, pen, NULL);
	}
	strbuf_add(out, strbuf_str(&change->best));
	*pen = change->end;
	pen->out = out;
}
