#include "tui/change.h"

#include "tui/shift.h"

#include <string.h>

enum {
	END_LEAST = 4,     /* CSI K is dearer than fewer blanks */
	ERASE_LEAST = 5,   /* CSI n X */
	BETWEEN_LEAST = 11, /* the same and a move behind it, where text is to follow at once */
	SHIFT_LEAST = 48, /* bytes: less is not worth looking for rows that have moved */
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

static bool same_cell(const struct pen *pen, const struct cell *a, const struct cell *b)
{
	return a->n == b->n && a->width == b->width && memcmp(a->bytes, b->bytes, CELL_BYTES) == 0 &&
		pen_style_of(pen, a) == pen_style_of(pen, b);
}

/* A row as it is and as it is to be. */
struct row {
	const struct pen *pen;
	const struct cell *is, *wanted;
	int number;
	int limit;       /* how many columns may be written */
	int blank_from;  /* nothing but plain blanks from here on */
};

static bool is_plain_blank(const struct row *row, int column)
{
	const struct cell *cell = &row->wanted[column];
	return cell->n == 1 && cell->bytes[0] == ' ' && pen_style_of(row->pen, cell) == 0;
}

static bool is_changed(const struct row *row, int column)
{
	return !same_cell(row->pen, &row->is[column], &row->wanted[column]);
}

/* Where the blanks that begin here end, behind the last changed one. */
static int blanks_end(const struct row *row, int column)
{
	int end = column;
	for (; column < row->limit && is_plain_blank(row, column); column++)
		if (is_changed(row, column))
			end = column + 1;
	return end;
}

/* Enough changed blanks from here on to have the terminal erase them. Returns where they end; 0: there are not. */
static int erasable(const struct row *row, int column)
{
	const struct codes *codes = row->pen->codes;
	int end = blanks_end(row, column);
	if (column >= row->blank_from && codes->erase_end && end - column >= END_LEAST)
		return row->pen->columns;
	bool goes_on = end < row->limit && is_changed(row, end) && pen_style_of(row->pen, &row->wanted[end]) == 0;
	return codes->erase && end - column >= (goes_on ? BETWEEN_LEAST : ERASE_LEAST) ? end : 0;
}

/* From a changed cell to the end of the changed cells that can be written in one style. */
static struct change_part take_part(const struct row *row, int column)
{
	struct change_part part = {.row = row->number, .from = column, .to = erasable(row, column), .style = 0};
	part.erased = part.to > 0;
	if (part.erased)
		return part;
	bool styled = false;
	for (part.to = column; part.to < row->limit && is_changed(row, part.to);) {
		const struct cell *cell = &row->wanted[part.to];
		bool blank = is_plain_blank(row, part.to);
		int style = pen_style_of(row->pen, cell);
		if (blank && part.to > column && erasable(row, part.to))
			break;
		if (blank ? row->pen->codes->styles[part.style].on_blanks : styled && style != part.style)
			break;
		if (!blank && !styled && part.to > column && style && row->pen->codes->styles[style].on_blanks)
			break; /* blanks before it are not to be painted */
		part.style = blank ? part.style : style;
		styled = styled || !blank;
		/* A continuation cell looks the same behind another wide cluster. */
		part.to = least(part.to + (cell->width == 2 ? 2 : 1), row->limit);
	}
	return part;
}

static void collect_row(struct change *change, const struct row *row)
{
	for (int column = 0; column < row->limit;) {
		if (!is_changed(row, column)) {
			column++;
			continue;
		}
		struct change_part part = take_part(row, column);
		array_push(&change->parts, part);
		column = part.to;
	}
}

static void collect(struct change *change, const struct pen *pen, const struct grid *shown)
{
	array_clear(&change->parts);
	for (int number = 0; number < pen->rows; number++) {
		struct row row = {.pen = pen, .number = number, .limit = pen_limit(pen, number)};
		row.is = grid_at(shown, number, 0);
		row.wanted = grid_at(pen->grid, number, 0);
		if (memcmp(row.is, row.wanted, (size_t)pen->columns * sizeof *row.is) == 0)
			continue;
		row.blank_from = pen->columns;
		while (row.blank_from > 0 && is_plain_blank(&row, row.blank_from - 1))
			row.blank_from--;
		collect_row(change, &row);
	}
}

/* -- writing -------------------------------------------------------------------------------- */

static void write_part(struct pen *pen, const struct change_part *part)
{
	if (part->erased) {
		pen_erase(pen, part->row, part->from, part->to);
		return;
	}
	pen_style(pen, part->style);
	pen_write(pen, part->row, part->from, part->to);
}

static void write_parts(const struct change *change, struct pen *pen, bool by_style)
{
	for (int style = 0; style < pen->codes->n_styles; style++) {
		for (size_t i = 0; i < change->parts.n; i++)
			if (!by_style || change->parts.v[i].style == style)
				write_part(pen, &change->parts.v[i]);
		if (!by_style)
			break;
	}
	pen_style(pen, 0);
	pen_move(pen, least(pen->grid->cursor_row, pen->rows - 1), least(pen->grid->cursor_column, pen->columns - 1));
}

/* Write what is collected both ways; the shorter one is kept where it is shorter than the best so far. */
static void try_orders(struct change *change, const struct pen *start, const struct shift *shift)
{
	for (int by_style = 0; by_style <= 1; by_style++) {
		struct pen pen = *start;
		pen.out = &change->tried;
		strbuf_clear(&change->tried);
		if (shift)
			pen_scroll(&pen, shift->top, shift->bottom, shift->by);
		write_parts(change, &pen, by_style);
		if (change->found && change->tried.n >= change->best.n)
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

void change_write(struct change *change, struct pen *pen, const struct grid *shown)
{
	struct strbuf *out = pen->out;
	struct shift shift;
	bool whole = pen->grid->rows == pen->rows && pen->grid->columns == pen->columns;
	change->found = false;
	collect(change, pen, shown);
	try_orders(change, pen, NULL);
	if (whole && pen->codes->region && change->best.n >= SHIFT_LEAST && shift_find(shown, pen->grid, &shift)) {
		copy_grid(&change->shifted, shown);
		shift_apply(&change->shifted, &shift);
		collect(change, pen, &change->shifted);
		try_orders(change, pen, &shift);
	}
	strbuf_add(out, strbuf_str(&change->best));
	*pen = change->end;
	pen->out = out;
}
