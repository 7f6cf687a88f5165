#include "list_internal.h"

#include "index/read.h"

#include <assert.h>

enum {
	SAMPLE_ROWS = 256,   /* widths come from so many rows and stay */
	SPREAD_ROWS = 64,    /* of all */
	NAME_WIDTH = 24, TEXT_WIDTH = 16, DOUBLE_WIDTH = 22, NUMBER_WIDTH = 16, NUMBER_MAX = 28, LEAST_WIDTH = 4,
	FULL_MAX = 80,       /* no spare room beyond this */
};

/* -- which columns ------------------------------------------------------------------ */

static void add_field(struct list *list, const struct app *app, const struct list_column *column)
{
	struct list_field *field = &list->fields[list->n_fields++];
	*field = (struct list_field){.column = *column};
	field->title = column_title(column, list->kind, list->index, app_chinese(app));
	if (column->type == COLUMN_FIELD) {
		field->name = str_from(fields_of[list->kind].v[column->field].name);
	} else {
		field->name = read_slug(list->index, column->indicator);
	}
}

static bool is_claims(const struct list_column *column, const char *name)
{
	return column->type == COLUMN_FIELD && str_eq_c(str_from(fields_of[KIND_CLAIM].v[column->field].name), name);
}

/*
 * Names first, then what tells rows apart, then figures, then what they belong to: so that 80 cells show the most. Who reads
 * claims wants the value before what it is one of, and next to it whether it only promises.
 */
static int column_place(const struct list *list, const struct list_column *column, size_t i)
{
	if (i == 0)
		return 0;
	if (column->type == COLUMN_FIGURE)
		return 2;
	if (list->kind == KIND_CLAIM)
		return is_claims(column, "indicator") || is_claims(column, "value") ? 1 : is_claims(column, "modality") ? 2 : 3;
	enum field_type type = fields_of[list->kind].v[column->field].type;
	return type == FIELD_ENUM || type == FIELD_ENUMS || type == FIELD_LIST || type == FIELD_INTEGER ? 1 : 3;
}

static bool has_figures(enum kind kind)
{
	return kind_figures[kind][0] || kind == KIND_CHAIN;
}

/* A figure's value is shown as it is printed, its indicator with what it counts: unit, qualifier and item need no columns. */
static bool in_another(enum kind kind, const struct list_column *column)
{
	return kind == KIND_CLAIM && (is_claims(column, "unit") || is_claims(column, "qualifier") || is_claims(column, "item"));
}

static_assert((int)TABLE_COLUMNS > (int)COLUMNS_MAX, "the columns of a kind and one of the list's own fit into a table");

void list_columns_open(struct list *list, const struct app *app)
{
	struct list_column columns[COLUMNS_MAX];
	size_t n = columns_default(list->kind, list->index, columns);
	list->n_fields = 0;
	for (int place = 0; place <= 3; place++) {
		for (size_t i = 0; i < n; i++)
			if (column_place(list, &columns[i], i) == place && !in_another(list->kind, &columns[i]))
				add_field(list, app, &columns[i]);
		if (place == 2 && has_figures(list->kind))
			list->fields[list->n_fields++] = (struct list_field){.facts = true, .name = STR("figures"),
				.title = app_message(app, MSG_LIST_FIGURES)};
	}
}

/* -- layout: what the user did to the columns --------------------------------------- */

static bool layout_item(const struct list *list, struct str name, struct str *value)
{
	struct str rest = strbuf_str(&list->layout), item;
	while (list->layout.n && str_split(&rest, ',', &item)) {
		ptrdiff_t colon = str_find_byte(item, ':', 0);
		if (str_eq(colon < 0 ? item : str_sub(item, 0, (size_t)colon), name)) {
			*value = colon < 0 ? STR("") : str_sub(item, (size_t)colon + 1, item.n);
			return true;
		}
	}
	return false;
}

/* Layout: whether a column is put away. */
static bool is_hidden(const struct list *list, struct str name)
{
	struct str value;
	return layout_item(list, name, &value) && !value.n;
}

/* The width that it was given; -1: none. */
static int given_width(const struct list *list, struct str name)
{
	struct str value;
	if (!layout_item(list, name, &value) || !value.n)
		return -1;
	int width = 0;
	for (size_t i = 0; i < value.n && width < TABLE_WIDTH_MAX; i++)
		if (value.p[i] >= '0' && value.p[i] <= '9')
			width = width * 10 + value.p[i] - '0';
	return width < 1 ? 1 : width > TABLE_WIDTH_MAX ? TABLE_WIDTH_MAX : width;
}

void list_layout_remove(struct list *list, struct str name)
{
	struct strbuf kept = {0};
	struct str rest = strbuf_str(&list->layout), item;
	while (list->layout.n && str_split(&rest, ',', &item)) {
		ptrdiff_t colon = str_find_byte(item, ':', 0);
		if (str_eq(colon < 0 ? item : str_sub(item, 0, (size_t)colon), name))
			continue;
		if (kept.n)
			strbuf_add_byte(&kept, ',');
		strbuf_add(&kept, item);
	}
	strbuf_release(&list->layout);
	list->layout = kept;
}

void list_layout_add(struct list *list, struct str item)
{
	if (list->layout.n)
		strbuf_add_byte(&list->layout, ',');
	strbuf_add(&list->layout, item);
}

bool list_is_value(const struct list *list, const struct list_field *field)
{
	return list->kind == KIND_CLAIM && !field->facts && str_eq_c(field->name, "value");
}

static bool is_number(const struct list *list, const struct list_field *field)
{
	if (field->facts || field->column.type == COLUMN_FIGURE)
		return true;
	const struct field *f = &fields_of[list->kind].v[field->column.field];
	return f->type == FIELD_INTEGER || f->type == FIELD_DECIMAL || list_is_value(list, field);
}

/* A target's figures stand with the name of whom they are about, an indicator with what it counts. */
static bool says_two(const struct list *list, const struct list_field *field)
{
	if (list->kind == KIND_CLAIM)
		return str_eq_c(field->name, "indicator");
	return list->kind == KIND_TARGET && (str_eq_c(field->name, "claim") || str_eq_c(field->name, "actual"));
}

bool list_is_promise(const struct list *list, const struct list_field *field)
{
	return list->kind == KIND_TARGET && !field->facts && str_eq_c(field->name, "verdict");
}

static bool has_sign(const struct list *list, const struct list_field *field)
{
	return list_is_promise(list, field) || field->facts || field->column.type == COLUMN_FIGURE || list_is_value(list, field);
}

struct str list_column_name(const struct list *list, const struct list_column *column)
{
	if (column->type != COLUMN_FIGURE)
		return str_from(column->type == COLUMN_FIELD ? fields_of[list->kind].v[column->field].name : "match");
	struct str id = index_id(list->index, column->indicator);
	return str_sub(id, STR("indicator:").n, id.n);
}

/* The column by which the rows, or those of a group, stand in order. */
static struct str sorted_column(const struct list *list, bool *down)
{
	struct str order = list_order(list);
	if (list->n_asked > list->n_by) {
		*down = list->asked[list->n_by].down;
		return list_column_name(list, &list->asked[list->n_by].column);
	}
	*down = order.n && order.p[0] == '-';
	order = str_sub(order, *down, order.n);
	ptrdiff_t comma = str_find_byte(order, ',', 0);
	return comma >= 0 ? str_sub(order, 0, (size_t)comma) : order;
}

void list_columns_show(struct list *list)
{
	struct table *table = &list->table;
	bool down;
	struct str order_name = sorted_column(list, &down);
	list_lines_forget(list);
	table->n = 0;
	table->frozen = !is_hidden(list, STR("~"));
	for (size_t i = 0; i < list->n_fields; i++) {
		const struct list_field *field = &list->fields[i];
		if (i && is_hidden(list, field->name))
			continue;
		char order = str_eq(order_name, field->name) ? (down ? 'v' : '^') : 0;
		int given = given_width(list, field->name), least = field->least + (order && !has_sign(list, field));
		int width = field->width > least ? field->width : least;
		list->shown[table->n] = i;
		table->v[table->n++] = (struct table_column){
			.title = field->title,
			.width = given > 0 ? given : width,
			.full = given > 0 ? given : field->full,
			.least = least,
			.right = is_number(list, field),
			.sign = has_sign(list, field),
			.cut = i == 0 ? CUT_MIDDLE : CUT_END,
			.order = order,
		};
	}
	if (table->cell >= table->n)
		table->cell = table->n ? table->n - 1 : 0;
}

/* -- widths ------------------------------------------------------------------------- */

/* What a column needs: as it is, and where its numbers cannot be shorter. */
struct need {
	int full, least;
};

static void measure_row(const struct list_drawing *d, size_t i, struct ref ref, struct table_cell *cell, struct need *need)
{
	list_cell(d, i, ref, FULL_MAX, cell);
	int width = paint_width(d->grid, strbuf_str(&cell->text));
	need->full = width > need->full ? width : need->full;
	/* what has no number is cut as any text */
	if (!is_number(d->list, &d->list->fields[i]) || width <= NUMBER_WIDTH || !table_has_number(strbuf_str(&cell->text)))
		return;
	list_cell(d, i, ref, 0, cell);
	width = paint_width(d->grid, strbuf_str(&cell->text));
	need->least = width > need->least ? width : need->least;
}

/*
 * The first rows of the list, and of all, so that a filter that comes or goes leaves the columns alone: the first, and some
 * from there to the end, as another order or a jump shows what none of the first has.
 */
static void measure(struct list *list, const struct list_drawing *d, struct refs first, size_t i, struct table_cell *cell)
{
	struct list_field *field = &list->fields[i];
	struct ref some[SAMPLE_ROWS];
	size_t n = index_count(list->index, list->kind), n_some = n < SAMPLE_ROWS ? n : SAMPLE_ROWS;
	int cap = i == 0 ? NAME_WIDTH : is_number(list, field) ? NUMBER_WIDTH : says_two(list, field) ? DOUBLE_WIDTH : TEXT_WIDTH;
	int title = paint_width(d->grid, field->title);
	struct need need = {title > LEAST_WIDTH ? title : LEAST_WIDTH, LEAST_WIDTH};
	for (size_t row = 0; row < first.n && row < SAMPLE_ROWS; row++)
		measure_row(d, i, first.v[row], cell, &need);
	index_names_read(list->index, list->kind, 0, n_some, some);
	for (size_t row = 0; row < n_some; row++)
		measure_row(d, i, some[row], cell, &need);
	for (size_t k = 0; n > SAMPLE_ROWS && k < SPREAD_ROWS; k++) {
		index_names_read(list->index, list->kind, (k + 1) * n / SPREAD_ROWS - 1, 1, some);
		measure_row(d, i, *some, cell, &need);
	}
	need.full = need.full > FULL_MAX ? FULL_MAX : need.full;
	int width = need.full < cap ? need.full : cap;
	width = width < need.least ? need.least : width < title ? title : width;
	width = width > NUMBER_MAX && i ? NUMBER_MAX : width;
	field->least = title;
	field->width = width + has_sign(list, field);
	field->full = (need.full > width ? need.full : width) + has_sign(list, field);
}

bool list_columns_grow(struct list *list, const struct app *app, struct ref ref)
{
	struct grid grid = {.columns = TABLE_WIDTH_MAX, .rows = 1, .ambi = app_settings(app)->ambi,
		.ascii = app_settings(app)->ascii};
	struct list_drawing drawing = {list, app, &grid};
	struct table_cell cell = {0};
	bool grown = false;
	for (size_t i = 1; i < list->n_fields; i++) {
		struct list_field *field = &list->fields[i];
		struct need need = {0};
		if (!is_number(list, field))
			continue;
		measure_row(&drawing, i, ref, &cell, &need);
		int least = need.full <= NUMBER_WIDTH ? need.full : need.least;
		int width = (least > NUMBER_MAX ? NUMBER_MAX : least) + has_sign(list, field);
		grown |= width > field->width;
		field->width = width > field->width ? width : field->width;
		field->full = width > field->full ? width : field->full;
	}
	strbuf_release(&cell.text);
	return grown;
}

void list_columns_measure(struct list *list, const struct app *app)
{
	/* Only what a terminal's cells are like is read from this grid. */
	struct grid grid = {.columns = TABLE_WIDTH_MAX, .rows = 1, .ambi = app_settings(app)->ambi,
		.ascii = app_settings(app)->ascii};
	struct list_drawing drawing = {list, app, &grid};
	struct table_cell cell = {0};
	struct ref first[LIST_AT_ONCE];
	size_t n = list_read(list, 0, first);
	for (size_t i = 0; i < list->n_fields; i++)
		measure(list, &drawing, (struct refs){first, n}, i, &cell);
	strbuf_release(&cell.text);
}
