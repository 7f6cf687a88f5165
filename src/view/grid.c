#include "view/grid.h"

#include "base/alloc.h"
#include "text/cut.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

static const struct cell blank_cell = {.bytes = " ", .n = 1, .width = 1, .role = ROLE_TEXT};

static int clamp(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

void grid_init(struct grid *grid, int columns, int rows, enum ambi ambi, bool ascii)
{
	*grid = (struct grid){.ambi = ambi, .ascii = ascii};
	grid_resize(grid, columns, rows);
}

void grid_release(struct grid *grid)
{
	free(grid->cells);
	grid->cells = NULL;
	grid->columns = grid->rows = 0;
}

void grid_resize(struct grid *grid, int columns, int rows)
{
	grid->columns = clamp(columns, 1, GRID_SIDE_MAX);
	grid->rows = clamp(rows, 1, GRID_SIDE_MAX);
	grid->cells = xreallocarray(grid->cells, (size_t)grid->columns * (size_t)grid->rows, sizeof *grid->cells);
	grid_clear(grid);
}

void grid_clear(struct grid *grid)
{
	size_t n = (size_t)grid->columns * (size_t)grid->rows;
	for (size_t i = 0; i < n; i++)
		grid->cells[i] = blank_cell;
	grid->cursor_column = grid->cursor_row = 0;
	grid->cursor_shown = false;
}

static struct cell *cell_at(const struct grid *grid, int row, int column)
{
	return &grid->cells[(size_t)row * (size_t)grid->columns + (size_t)column];
}

const struct cell *grid_at(const struct grid *grid, int row, int column)
{
	return cell_at(grid, row, column);
}

struct area area_from(struct area area, int row, int column)
{
	return (struct area){area.row + row, area.column + column, area.rows - row, area.columns - column};
}

struct span grid_row(struct grid *grid, int row)
{
	return (struct span){grid, row, 0, grid->columns};
}

struct span area_row(struct grid *grid, struct area area, int row)
{
	return (struct span){grid, area.row + row, area.column, area.columns};
}

struct span span_from(struct span span, int columns)
{
	return (struct span){span.grid, span.row, span.column + columns, span.columns - columns};
}

struct span span_take(struct span *left, int columns)
{
	struct span taken = *left;
	taken.columns = columns < left->columns ? columns : left->columns;
	span_skip(left, columns);
	return taken;
}

void span_skip(struct span *left, int columns)
{
	*left = span_from(*left, columns);
}

static void make_blank(struct cell *cell)
{
	uint8_t role = cell->role;
	*cell = blank_cell;
	cell->role = role;
}

/* Make the cells [column, column + width) free to be written: halves that would be left over become blanks. */
static void open_cells(struct grid *grid, int row, int column, int width)
{
	struct cell *first = cell_at(grid, row, column);
	if (first->width == 0)
		make_blank(first - 1);
	if (cell_at(grid, row, column + width - 1)->width == 2)
		make_blank(cell_at(grid, row, column + width));
}

static void write_cell(struct grid *grid, int row, int column, struct str cluster, int width, enum role role)
{
	open_cells(grid, row, column, width);
	struct cell *cell = cell_at(grid, row, column);
	*cell = (struct cell){.n = (uint8_t)cluster.n, .width = (uint8_t)width, .role = (uint8_t)role};
	for (size_t i = 0; i < cluster.n; i++) /* so few that a call would take longer */
		cell->bytes[i] = cluster.p[i];
	if (width == 2)
		cell[1] = (struct cell){.role = (uint8_t)role};
}

/* What of a cluster fits into a cell: marks beyond it are dropped, never cut in two. */
static struct str cell_bytes(struct str cluster)
{
	if (cluster.n > CELL_BYTES) {
		cluster.n = CELL_BYTES;
		while (cluster.n > 1 && ((unsigned char)cluster.p[cluster.n] & 0xC0) == 0x80)
			cluster.n--;
	}
	return cluster;
}

/* Put a cluster of which a part, or all, may lie outside. */
static void put_cluster(struct grid *grid, int row, int column, struct str cluster, int width, enum role role)
{
	if (column + width <= 0 || column >= grid->columns)
		return;
	if (column < 0)
		write_cell(grid, row, 0, STR(" "), 1, role);
	else if (column + width > grid->columns)
		write_cell(grid, row, column, STR(" "), 1, role);
	else
		write_cell(grid, row, column, cell_bytes(cluster), width, role);
}

static bool is_control(struct str cluster, enum ambi ambi)
{
	size_t at = 0;
	return width_char(utf8_next(cluster, &at), ambi) < 0;
}

int grid_put(struct span span, struct str cleaned, enum role role)
{
	struct grid *grid = span.grid;
	int columns = span.columns;
	if (span.row < 0 || span.row >= grid->rows || columns <= 0 || span.column >= grid->columns)
		return 0;
	if (columns > grid->columns - span.column)
		columns = grid->columns - span.column;
	int used = 0;
	struct text_pos pos = {0};
	while (pos.bytes < cleaned.n && used < columns) {
		unsigned char byte = (unsigned char)cleaned.p[pos.bytes];
		bool plain = byte >= 0x20 && byte < 0x7F &&
			(pos.bytes + 1 == cleaned.n || (unsigned char)cleaned.p[pos.bytes + 1] < 0x80);
		struct str cluster = {cleaned.p + pos.bytes, 1};
		int width = 1;
		if (plain)
			pos.bytes++;
		else if (!text_next(cleaned, grid->ambi, &pos, &cluster, &width))
			break;
		if (!plain && ((grid->ascii && cluster.n > 1) || (width == 1 && is_control(cluster, grid->ambi)))) {
			cluster = STR("?");
			width = 1;
		}
		bool in_last_column = span.column + used == grid->columns - 1;
		if (used + width > columns && !in_last_column)
			break;
		put_cluster(grid, span.row, span.column + used, cluster, width, role);
		used += used + width > columns ? 1 : width;
	}
	return used;
}

void grid_sign(struct span span, int at, char sign, enum role role)
{
	grid_put((struct span){span.grid, span.row, span.column + at, 1}, (struct str){&sign, 1}, role);
}

/* Clip to the grid; false where nothing is left. */
static bool clip(struct span *span)
{
	if (span->row < 0 || span->row >= span->grid->rows || span->columns <= 0 || span->column >= span->grid->columns)
		return false;
	long end = (long)span->column + span->columns;
	if (span->column < 0)
		span->column = 0;
	if (end > span->grid->columns)
		end = span->grid->columns;
	span->columns = (int)(end - span->column);
	return span->columns > 0;
}

void grid_copy_row(struct grid *grid, int row, int column, const struct grid *from, int from_row)
{
	struct span to = {grid, row, column, from->columns};
	if (column < 0 || from_row < 0 || from_row >= from->rows || !clip(&to))
		return;
	/* What stood there is blanked first, so that no half of a wide cluster is left at the ends. */
	grid_blank(to, ROLE_TEXT);
	memcpy(cell_at(grid, row, column), cell_at(from, from_row, 0), (size_t)to.columns * sizeof *grid->cells);
	struct cell *last = cell_at(grid, row, column + to.columns - 1);
	if (last->width == 2)
		make_blank(last);
}

void grid_role(struct span span, enum role role)
{
	if (!clip(&span))
		return;
	struct cell *first = cell_at(span.grid, span.row, span.column), *end = first + span.columns;
	if (first->width == 0)
		first--;
	if (end[-1].width == 2)
		end++;
	for (struct cell *cell = first; cell < end; cell++)
		cell->role = (uint8_t)role;
}

void grid_park(struct span span)
{
	if (!clip(&span))
		return;
	const struct cell *cells = cell_at(span.grid, span.row, span.column);
	int at = 0;
	while (at < span.columns && cells[at].bytes[0] == ' ')
		at++;
	span.grid->cursor_row = span.row;
	span.grid->cursor_column = span.column + (at < span.columns ? at : 0);
}

void grid_blank(struct span span, enum role role)
{
	if (!clip(&span))
		return;
	open_cells(span.grid, span.row, span.column, span.columns);
	struct cell *cells = cell_at(span.grid, span.row, span.column);
	for (int i = 0; i < span.columns; i++) {
		cells[i] = blank_cell;
		cells[i].role = (uint8_t)role;
	}
}

static struct str frame_glyph(const struct grid *grid, uint8_t arms)
{
	static const struct str box[16] = {
		[ARM_LEFT] = STR_INIT("─"), [ARM_RIGHT] = STR_INIT("─"), [ARM_LEFT | ARM_RIGHT] = STR_INIT("─"),
		[ARM_UP] = STR_INIT("│"), [ARM_DOWN] = STR_INIT("│"), [ARM_UP | ARM_DOWN] = STR_INIT("│"),
		[ARM_RIGHT | ARM_DOWN] = STR_INIT("┌"), [ARM_LEFT | ARM_DOWN] = STR_INIT("┐"),
		[ARM_RIGHT | ARM_UP] = STR_INIT("└"), [ARM_LEFT | ARM_UP] = STR_INIT("┘"),
		[ARM_UP | ARM_DOWN | ARM_RIGHT] = STR_INIT("├"), [ARM_UP | ARM_DOWN | ARM_LEFT] = STR_INIT("┤"),
		[ARM_LEFT | ARM_RIGHT | ARM_DOWN] = STR_INIT("┬"), [ARM_LEFT | ARM_RIGHT | ARM_UP] = STR_INIT("┴"),
		[ARM_LEFT | ARM_RIGHT | ARM_UP | ARM_DOWN] = STR_INIT("┼"),
	};
	if (!grid->ascii && grid->ambi == AMBI_NARROW)
		return box[arms];
	bool across = arms & (ARM_LEFT | ARM_RIGHT), upright = arms & (ARM_UP | ARM_DOWN);
	return across && upright ? STR("+") : across ? STR("-") : STR("|");
}

static void add_arms(struct grid *grid, int row, int column, int arms)
{
	if (row < 0 || row >= grid->rows || column < 0 || column >= grid->columns)
		return;
	uint8_t all = (uint8_t)(cell_at(grid, row, column)->arms | arms);
	write_cell(grid, row, column, frame_glyph(grid, all), 1, ROLE_FRAME);
	cell_at(grid, row, column)->arms = all;
}

/* The arms of the i-th of n cells of a line; a line of one cell reaches both ways. */
static int line_arms(int i, int n, int back, int forth)
{
	int arms = (i > 0 ? back : 0) | (i + 1 < n ? forth : 0);
	return arms ? arms : back | forth;
}

void grid_horizontal(struct span span)
{
	for (int i = 0; i < span.columns && span.column + i < span.grid->columns; i++)
		add_arms(span.grid, span.row, span.column + i, line_arms(i, span.columns, ARM_LEFT, ARM_RIGHT));
}

void grid_vertical(struct grid *grid, int row, int column, int rows)
{
	for (int i = 0; i < rows && row + i < grid->rows; i++)
		add_arms(grid, row + i, column, line_arms(i, rows, ARM_UP, ARM_DOWN));
}

void grid_dump(const struct grid *grid, struct strbuf *out)
{
	for (int row = 0; row < grid->rows; row++) {
		size_t end = out->n;
		for (int column = 0; column < grid->columns; column++) {
			const struct cell *cell = grid_at(grid, row, column);
			strbuf_add(out, (struct str){cell->bytes, cell->n});
			if (cell->n && !(cell->n == 1 && cell->bytes[0] == ' '))
				end = out->n;
		}
		strbuf_truncate(out, end);
		strbuf_add_byte(out, '\n');
	}
}

void grid_dump_roles(const struct grid *grid, struct strbuf *out)
{
	static const char letters[] = ".dhbklnmw*>fe";
	_Static_assert(sizeof letters - 1 == ROLE_COUNT, "a letter for every role");
	for (int row = 0; row < grid->rows; row++) {
		strbuf_add_byte(out, '|');
		for (int column = 0; column < grid->columns; column++)
			strbuf_add_byte(out, letters[grid_at(grid, row, column)->role]);
		strbuf_add_c(out, "|\n");
	}
}

static void copy_row(struct grid *to, int row, int column, const struct grid *from, int from_row)
{
	for (int i = 0; i < from->columns; i++) {
		const struct cell *cell = grid_at(from, from_row, i);
		int at = column + i;
		if (cell->width == 0)
			continue;
		put_cluster(to, row, at, (struct str){cell->bytes, cell->n}, cell->width, (enum role)cell->role);
		if (cell->arms && at >= 0 && at < to->columns)
			cell_at(to, row, at)->arms = cell->arms;
	}
}

void grid_copy(struct grid *to, int row, int column, const struct grid *from)
{
	for (int i = 0; i < from->rows; i++)
		if (row + i >= 0 && row + i < to->rows)
			copy_row(to, row + i, column, from, i);
}

static const char *cell_fault(const struct grid *grid, int row, int column)
{
	const struct cell *cell = grid_at(grid, row, column);
	if (cell->role >= ROLE_COUNT)
		return "a role that is none";
	if (cell->n > CELL_BYTES)
		return "more bytes than a cell holds";
	for (size_t i = cell->n; i < CELL_BYTES; i++)
		if (cell->bytes[i])
			return "unused bytes that are not zero";
	if (cell->width == 0) {
		if (cell->n || cell->arms)
			return "a continuation cell with content";
		if (column == 0 || grid_at(grid, row, column - 1)->width != 2)
			return "a continuation cell without its wide cluster";
		return grid_at(grid, row, column - 1)->role == cell->role ? NULL : "two roles on one wide cluster";
	}
	struct str bytes = {cell->bytes, cell->n};
	struct text_pos pos = {0};
	struct str cluster;
	int width;
	if (cell->n == 0 || !utf8_check(bytes, NULL) || is_control(bytes, grid->ambi))
		return "a cell that holds no character";
	if (grid->ascii && (unsigned char)cell->bytes[0] >= 0x80)
		return "a character beyond ASCII on an ASCII grid";
	if (!text_next(bytes, grid->ambi, &pos, &cluster, &width) || pos.bytes != bytes.n || width != cell->width)
		return "a cell that is not one cluster of its width";
	if (cell->width == 2 && (column + 1 >= grid->columns || grid_at(grid, row, column + 1)->width != 0))
		return "a wide cluster without its continuation cell";
	return NULL;
}

bool grid_validate(const struct grid *grid, const char **reason)
{
	*reason = NULL;
	if (!grid->cells || grid->columns < 1 || grid->rows < 1)
		*reason = "no cells";
	else if (grid->cursor_column < 0 || grid->cursor_column >= grid->columns || grid->cursor_row < 0 ||
		grid->cursor_row >= grid->rows)
		*reason = "the cursor outside the grid";
	for (int row = 0; row < grid->rows && !*reason; row++)
		for (int column = 0; column < grid->columns && !*reason; column++)
			*reason = cell_fault(grid, row, column);
	return !*reason;
}
