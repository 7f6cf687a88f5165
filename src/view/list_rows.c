#include "list_internal.h"

#include "base/bisect.h"
#include "base/parallel.h"
#include "base/parallel_sort.h"

#include <stdlib.h>
#include <string.h>

/* -- in which order --------------------------------------------------------------- */

struct str list_order(const struct list *list)
{
	if (list->sort.n)
		return strbuf_str(&list->sort);
	return list->kind == KIND_PROJECT ? STR("-invest") : list->kind == KIND_ZONE ? STR("-figures") : STR("");
}

enum { ROWS_AT_ONCE = 1 << 13 };

struct counting {
	const struct index *index;
	struct refs names;
	uint32_t *counts; /* by row: those of neighbours stand side by side */
	struct radix_item *items;
	bool down;
};

static size_t piece_end(const struct counting *c, size_t piece)
{
	return (piece + 1) * ROWS_AT_ONCE < c->names.n ? (piece + 1) * ROWS_AT_ONCE : c->names.n;
}

static void count_figures(void *context, size_t piece)
{
	const struct counting *c = context;
	for (size_t row = piece * ROWS_AT_ONCE; row < piece_end(c, piece); row++)
		c->counts[row] = (uint32_t)index_claims_n(c->index, ref_make(ref_kind(c->names.v[0]), (uint32_t)row));
}

static void take_counts(void *context, size_t piece)
{
	const struct counting *c = context;
	for (size_t i = piece * ROWS_AT_ONCE; i < piece_end(c, piece); i++) {
		uint32_t row = ref_row(c->names.v[i]), n = row < c->names.n ? c->counts[row] : 0; /* in an image that is wrong it is any */
		c->items[i] = (struct radix_item){c->down ? UINT32_MAX - n : n, c->names.v[i].bits};
	}
}

/* All rows, the best documented first (or last): those that nothing is known about but their name stand together. */
static struct ref *order_by_figures(const struct list *list, bool down)
{
	struct refs names = index_by_name(list->index, list->kind);
	size_t n_pieces = (names.n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	struct counting c = {.index = list->index, .names = names, .down = down};
	struct ref *rows = xmalloc((names.n + 1) * sizeof *rows);
	c.counts = xmalloc((names.n + 1) * sizeof *c.counts);
	c.items = xmalloc((names.n + 1) * sizeof *c.items);
	parallel_for(n_pieces, parallel_threads(), count_figures, &c);
	parallel_for(n_pieces, parallel_threads(), take_counts, &c);
	parallel_sort(c.items, NULL, names.n, parallel_threads(), (struct sort_keys){0});
	for (size_t i = 0; i < names.n; i++)
		rows[i] = (struct ref){c.items[i].row};
	free(c.counts);
	free(c.items);
	return rows;
}

static void make_by_figures(const struct list *list, struct sort_order *out)
{
	size_t n = index_count(list->index, list->kind);
	struct ref *rows = order_by_figures(list, list_order(list).p[0] == '-');
	if (list->n_asked)
		sort_rows(list->index, rows, n, list->asked, list->n_asked);
	sort_order_take(list->kind, rows, n, out);
}

/*
 * All rows of the kind in the order in force, made once: a filter then only walks along it, which is what makes typing quick
 * in a list of a million rows. What the filter says of the order goes before; groups without an order of their own keep the
 * list's within each.
 */
static bool make_order(const struct list *list, struct sort_order *out, struct err *err)
{
	struct sort_key keys[QUERY_ORDER_KEYS + LIST_SORT_KEYS];
	struct str order = list_order(list);
	bool own = list->n_asked == list->n_by && order.n;
	size_t n = list->n_asked;
	memcpy(keys, list->asked, n * sizeof *keys);
	if (own && index_count(list->index, list->kind) && (str_eq_c(order, "figures") || str_eq_c(order, "-figures"))) {
		make_by_figures(list, out);
		return true;
	}
	if (own && !str_eq_c(order, "figures") && !str_eq_c(order, "-figures")) {
		size_t n_own = sort_parse(order, list->kind, list->index, keys + n, LIST_SORT_KEYS, err);
		/* A catalogue without the indicator has no such order: not the user's fault. */
		if (!n_own && list->sort.n)
			return false;
		n += n_own;
	}
	sort_order_make(list->index, list->kind, keys, n, out);
	return true;
}

void list_order_changed(struct list *list)
{
	list->order_made = false;
}

/* -- together ----------------------------------------------------------------------- */

struct ref list_row(const struct list *list, size_t row)
{
	struct ref ref = REF_NONE;
	if (!list->index || row >= list->n)
		return REF_NONE;
	if (row - list->window.first < list->window.n) /* wraps where it stands before it */
		return list->window.v[row - list->window.first];
	sort_view_read(list->view, row, 1, &ref);
	return ref;
}

size_t list_read(const struct list *list, size_t from, struct ref out[LIST_AT_ONCE])
{
	if (!list->index || from >= list->n)
		return 0;
	return sort_view_read(list->view, from, list->n - from < LIST_AT_ONCE ? list->n - from : LIST_AT_ONCE, out);
}

void list_read_window(struct list *list)
{
	struct list_window *w = &list->window;
	if (!list->view || (list->scroll.top == w->first && w->n))
		return;
	w->first = list->scroll.top;
	w->n = sort_view_read(list->view, w->first, LIST_WINDOW, w->v);
}

void list_want_cursor(struct list *list)
{
	if (list->index && list->n)
		list->wanted = list_row(list, list->scroll.cursor);
}

size_t list_place_of(const struct list *list, struct ref ref)
{
	size_t at;
	return list->view && sort_view_find(list->view, list->index, ref, &at) && at < list->n ? at : list->n;
}

/* Put the cursor on its record at the height on the screen that it had. */
static void reselect(struct list *list)
{
	size_t height = list->scroll.cursor - (list->scroll.top < list->scroll.cursor
		? list->scroll.top : list->scroll.cursor);
	size_t at = list_place_of(list, list->wanted);
	scroll_resize(&list->scroll, list->n);
	scroll_to(&list->scroll, at < list->n ? at : 0);
	list->scroll.top = list->scroll.cursor > height ? list->scroll.cursor - height : 0;
}

static void refresh_found(struct list *list)
{
	free(list->found);
	list->found = NULL;
	list->n_found = 0;
	if (!list->matching)
		return;
	ARRAY(uint32_t) places = {0};
	struct ref rows[LIST_AT_ONCE];
	for (size_t from = 0, n; (n = list_read(list, from, rows)) > 0; from += n)
		for (size_t i = 0; i < n; i++)
			if (bits_has(list->matching, ref_row(rows[i])))
				array_push(&places, (uint32_t)(from + i));
	list->found = places.v;
	list->n_found = places.n;
}

static bool same_keys(const struct sort_key *a, const struct sort_key *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a[i].down != b[i].down || a[i].column.type != b[i].column.type || a[i].column.field != b[i].column.field
			|| !ref_eq(a[i].column.indicator, b[i].column.indicator))
			return false;
	return true;
}

/* sort: and by: of the filter. */
static void take_form(struct list *list, const struct query_form *form)
{
	struct sort_key keys[QUERY_ORDER_KEYS];
	size_t n = query_order(form, keys);
	/* The same keys may make groups or not: inside of groups the list keeps its own order. */
	if (n == list->n_asked && form->n_by == list->n_by && same_keys(keys, list->asked, n))
		return;
	list->n_by = form->n_by;
	memcpy(list->asked, keys, n * sizeof *keys);
	list->n_asked = n;
	list->order_made = false;
}

/* Nothing is left: perhaps what was meant is written otherwise, or there is a slip in it. */
static void find_meant(struct list *list, const struct app *app)
{
	struct str text = str_trim(strbuf_str(&list->query));
	struct completion_scope scope = {list->index, list->kind, NULL, app_chinese(app)};
	struct err err = ERR_INIT;
	bool by_filter = !list->n && !list->only_marked && !list->only_conflicts;
	strbuf_clear(&list->slip);
	strbuf_clear(&list->meant);
	list->n_meant = by_filter ? query_of_words(text, &scope, &list->meant) : 0;
	struct query *query = list->n || list->n_meant ? NULL : query_parse(text, list->kind, list->index, &err);
	if (query)
		query_slip(query, app_chinese(app), &list->slip);
	query_free(query);
}

bool list_ask(struct list *list, const struct app *app, struct err *err)
{
	struct picking picking = {list->kind, strbuf_str(&list->query), list->only_marked, list->only_conflicts};
	struct picked picked;
	struct sort_order order = list->order;
	if (!list->index)
		return true;
	if (!pick_rows(&picked, app, &picking, err))
		return false;
	take_form(list, &picked.form);
	if (!list->order_made && !make_order(list, &order, err)) {
		pick_release(&picked);
		return false;
	}
	sort_view_free(list->view);
	if (!list->order_made)
		sort_order_release(&list->order);
	list->order = order;
	list->order_made = true;
	list->filtered = picked.rows != NULL;
	list->view = sort_view_new(&list->order, picked.rows, index_count(list->index, list->kind), picked.n);
	list->n = picked.form.top && picked.form.top < picked.n ? picked.form.top : picked.n;
	list->window.n = 0;
	free(list->perhaps);
	list->perhaps = picked.perhaps;
	list->n_perhaps = picked.n_perhaps;
	list->ranging = false;
	find_meant(list, app);
	refresh_found(list);
	reselect(list);
	return true;
}

/* -- finding -------------------------------------------------------------------------- */

bool list_find(struct list *list, struct str text, struct err *err)
{
	free(list->matching);
	list->matching = NULL;
	refresh_found(list);
	text = str_trim(text);
	if (!list->index || !text.n)
		return true;
	struct query *query = query_parse(text, list->kind, list->index, err);
	if (!query)
		return false;
	struct query_rows rows = {0};
	query_run(query, &rows);
	list->matching = bits_new(index_count(list->index, list->kind));
	for (size_t i = 0; i < rows.n; i++)
		bits_set(list->matching, ref_row(rows.v[i]));
	query_rows_release(&rows);
	query_free(query);
	refresh_found(list);
	return true;
}

size_t list_found_before(const struct list *list, size_t row)
{
	size_t at = 0;
	bisect(at, list->n_found, i, list->found[i] < row);
	return at;
}

bool list_find_from(const struct list *list, size_t from, bool down, size_t *row)
{
	if (!list->n_found)
		return false;
	size_t before = list_found_before(list, down ? from : from + 1);
	*row = list->found[down ? before % list->n_found : (before + list->n_found - 1) % list->n_found];
	return true;
}
