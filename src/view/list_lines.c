/* The rows of a list that are drawn already. */
#include "list_internal.h"

#include <stdlib.h>

void list_lines_forget(struct list *list)
{
	for (int i = 0; list->lines.grid.cells && i < list->lines.grid.rows; i++)
		list->lines.lines[i].ref = REF_NONE;
}

void list_lines_release(struct list *list)
{
	if (list->lines.grid.cells)
		grid_release(&list->lines.grid);
	free(list->lines.lines);
	list->lines = (struct list_lines){0};
}

static bool same_slots(const struct table_layout *a, const struct table_layout *b)
{
	bool same = a->n == b->n;
	for (size_t i = 0; same && i < a->n; i++)
		same = a->v[i].column == b->v[i].column && a->v[i].at == b->v[i].at && a->v[i].columns == b->v[i].columns;
	return same;
}

/* Another size or other places of the columns: begin anew. */
static void prepare(struct list *list, const struct app *app, int columns, int rows)
{
	struct list_lines *l = &list->lines;
	const struct table_layout layout = table_lay_out(&list->table, columns);
	bool another = !l->grid.cells || l->grid.columns != columns || l->grid.rows != rows;
	if (another) {
		list_lines_release(list);
		grid_init(&l->grid, columns, rows, app_settings(app)->ambi, app_settings(app)->ascii);
		l->lines = xcalloc((size_t)rows, sizeof *l->lines);
	}
	if (another || !same_slots(&l->layout, &layout))
		list_lines_forget(list);
	l->layout = layout;
}

/* Rows that are still seen move along with the window. */
static void scroll_lines(struct list_lines *l, size_t top)
{
	size_t n = (size_t)l->grid.rows, width = (size_t)l->grid.columns;
	size_t down = top > l->top ? top - l->top : 0, up = l->top > top ? l->top - top : 0;
	if (down && down < n) {
		memmove(l->grid.cells, l->grid.cells + down * width, (n - down) * width * sizeof *l->grid.cells);
		memmove(l->lines, l->lines + down, (n - down) * sizeof *l->lines);
	} else if (up && up < n) {
		memmove(l->grid.cells + up * width, l->grid.cells, (n - up) * width * sizeof *l->grid.cells);
		memmove(l->lines + up, l->lines, (n - up) * sizeof *l->lines);
	}
	/* What came in at an end is the copy of another line: it is told apart by its record, as any other line. */
	l->top = top;
}

/* Draw the lines that are not there yet; where a number has no room its column gets as much. True: one did. */
static bool fill(struct list *list, const struct app *app, int columns, int rows)
{
	struct list_lines *l = &list->lines;
	struct list_drawing drawing = {list, app, &l->grid};
	struct table_rows table_rows = list_table_rows(&drawing);
	bool grown = false;
	prepare(list, app, columns, rows);
	scroll_lines(l, list->scroll.top);
	for (int i = 0; i < rows && l->top + (size_t)i < list->n; i++) {
		struct ref ref = list_row(list, l->top + (size_t)i);
		bool marked = app_marked(app, ref);
		if (ref_eq(l->lines[i].ref, ref) && l->lines[i].marked == marked)
			continue;
		grid_blank(grid_row(&l->grid, i), ROLE_TEXT);
		if (!table_draw_line(&list->table, &l->layout, &table_rows, l->top + (size_t)i, grid_row(&l->grid, i)))
			grown |= list_columns_grow(list, app, ref);
		l->lines[i].ref = ref;
		l->lines[i].marked = marked;
	}
	return grown;
}

void list_lines_fill(struct list *list, const struct app *app, int columns, int rows)
{
	if (columns < 1 || rows < 1 || columns > GRID_SIDE_MAX || rows > GRID_SIDE_MAX) {
		list_lines_release(list);
		return;
	}
	if (!fill(list, app, columns, rows))
		return;
	list_columns_show(list);
	table_settle(&list->table, columns);
	fill(list, app, columns, rows);
}
