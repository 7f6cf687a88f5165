/*
 * Headings of a list that the filter puts into groups (by:zone): a line above the first row of each group, and above the
 * first row of the window, with the number of rows of the group. A heading is no row: cursor, marks, numbers of rows and
 * what is exported know nothing of it.
 *
 * The rows stand in the order of the groups, so that a group is a run of rows whose ends are found by halving; only the
 * groups that are seen are looked at, however many rows there are.
 */
#include "list_internal.h"

bool list_grouped(const struct list *list)
{
	return list->index && list->n && list->n_by;
}

/* Whether two rows stand in one group: by what they were sorted by, so that a group is one run. */
static bool same_group(const struct list *list, size_t a, size_t b)
{
	for (size_t i = 0; i < list->n_by; i++)
		if (column_compare(&list->asked[i].column, list_row(list, a), list_row(list, b), list->index, list->asked[i].down) != 0)
			return false;
	return true;
}

static bool begins_group(const struct list *list, size_t row)
{
	return !row || !same_group(list, row - 1, row);
}

/* The row behind the last one of a row's group: first in doubling steps, for groups are mostly short. */
static size_t group_end(const struct list *list, size_t row)
{
	size_t in = row, step = 1;
	while (list->n - in > step && same_group(list, row, in + step)) {
		in += step;
		step *= 2;
	}
	size_t out = list->n - in > step ? in + step : list->n;
	while (out - in > 1) {
		size_t middle = in + (out - in) / 2;
		if (same_group(list, row, middle))
			in = middle;
		else
			out = middle;
	}
	return out;
}

static size_t group_start(const struct list *list, size_t row)
{
	size_t in = row, step = 1;
	while (in >= step && same_group(list, row, in - step)) {
		in -= step;
		step *= 2;
	}
	/* [out, in): the first row of the group is in, or in there */
	size_t out = in >= step ? in - step + 1 : 0;
	while (out < in) {
		size_t middle = out + (in - out) / 2;
		if (same_group(list, row, middle))
			in = middle;
		else
			out = middle + 1;
	}
	return in;
}

/* -- the window --------------------------------------------------------------------------- */

/* The first row of a window of so many lines that ends with this row. */
static size_t top_for(const struct list *list, size_t last, size_t lines)
{
	size_t top = last, used = 2; /* its heading and it */
	while (top > 0) {
		used += 1 + begins_group(list, top);
		if (used > lines)
			break;
		top--;
	}
	return top;
}

/* The headings of the window and how many rows it holds. */
static void make_heads(struct list *list, size_t lines)
{
	size_t used = 0, row = list->scroll.top, end = row;
	array_clear(&list->heads);
	for (; row < list->n && used < lines; row++, used++) {
		if (row != list->scroll.top && row != end)
			continue;
		size_t start = row == list->scroll.top ? group_start(list, row) : row;
		end = group_end(list, row);
		array_push(&list->heads, ((struct list_head){row, end - start}));
		/* In the last line it stands alone and tells what comes next. */
		if (++used == lines)
			break;
	}
	list->scroll.shown = row > list->scroll.top ? row - list->scroll.top : 1;
}

void list_groups_settle(struct list *list, int lines)
{
	struct scroll *scroll = &list->scroll;
	size_t most = lines > 2 ? (size_t)lines : 2;
	if (scroll->centre)
		scroll->top = top_for(list, scroll->cursor, most / 2 + 1);
	scroll->centre = false;
	size_t last_top = top_for(list, scroll->n - 1, most), least_top = top_for(list, scroll->cursor, most);
	if (scroll->top > scroll->cursor)
		scroll->top = scroll->cursor;
	if (scroll->top > last_top)
		scroll->top = last_top;
	if (scroll->top < least_top)
		scroll->top = least_top;
	make_heads(list, most);
}

bool list_group_step(struct list *list, bool down)
{
	size_t row = list->scroll.cursor;
	if (!list_grouped(list))
		return false;
	size_t to = group_start(list, row);
	if (down)
		to = group_end(list, row);
	else if (to == row && row)
		to = group_start(list, row - 1);
	if (to < list->n)
		scroll_to(&list->scroll, to);
	return true;
}

/* -- drawing -------------------------------------------------------------------------------- */

static const struct list_head *head_above(const struct list *list, size_t row)
{
	for (size_t i = 0; i < list->heads.n; i++)
		if (list->heads.v[i].row == row)
			return &list->heads.v[i];
	return NULL;
}

/* "开发区 兴县经开区  状态 签约  12" */
bool list_group_draw(const struct list *list, const struct app *app, size_t row, struct span line)
{
	const struct list_head *head = list_grouped(list) ? head_above(list, row) : NULL;
	struct strbuf text = {0}, value = {0};
	if (!head)
		return false;
	for (size_t i = 0; i < list->n_by; i++) {
		const struct list_column *column = &list->asked[i].column;
		strbuf_clear(&value);
		column_format(column, list_row(list, row), list->index, app_chinese(app), &value);
		strbuf_add_c(&text, i ? "  " : "");
		strbuf_add(&text, column_title(column, list->kind, list->index, app_chinese(app)));
		strbuf_printf(&text, " %.*s", STR_ARG(value.n ? strbuf_str(&value) : app_message(app, MSG_COUNTS_NONE)));
	}
	strbuf_clear(&value);
	strbuf_printf(&value, "  %zu", head->n);
	struct span title = line;
	title.columns -= paint_width(line.grid, strbuf_str(&value));
	int used = paint_cut(title, strbuf_str(&text), ROLE_HEADING, CUT_MIDDLE);
	paint(span_from(line, used), strbuf_str(&value), ROLE_NUMBER);
	strbuf_release(&text);
	strbuf_release(&value);
	return true;
}
