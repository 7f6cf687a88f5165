#include "list_internal.h"

#include "query/sort.h"

#include <stdlib.h>
#include <string.h>

enum { SORT_KEYS = 4 };

/* -- in which order --------------------------------------------------------------- */

struct str list_order(const struct list *list)
{
	if (list->sort.n)
		return strbuf_str(&list->sort);
	return list->kind == KIND_PROJECT ? STR("-invest") : list->kind == KIND_ZONE ? STR("-figures") : STR("");
}

struct counted {
	struct ref ref;
	uint32_t n;
	size_t at;
};

static int counted_cmp(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;
	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* The best documented first (or last): rows that nothing is known about but their name stand together. */
static void order_by_figures(const struct list *list, struct ref *rows, size_t n, bool down)
{
	struct counted *v = xmalloc(n * sizeof *v);
	for (size_t i = 0; i < n; i++) {
		uint32_t figures = (uint32_t)index_claims_n(list->index, rows[i]);
		v[i] = (struct counted){rows[i], down ? figures : UINT32_MAX - figures, i};
	}
	qsort(v, n, sizeof *v, counted_cmp);
	for (size_t i = 0; i < n; i++)
		rows[i] = v[i].ref;
	free(v);
}

/* By what the user or the kind itself asks for. */
static bool order_by_list(const struct list *list, struct ref *rows, size_t n, struct err *err)
{
	struct str order = list_order(list);
	if (str_eq_c(order, "figures") || str_eq_c(order, "-figures")) {
		order_by_figures(list, rows, n, order.p[0] == '-');
		return true;
	}
	struct sort_key keys[SORT_KEYS];
	size_t n_keys = sort_parse(order, list->kind, list->index, keys, SORT_KEYS, err);
	if (n_keys)
		sort_rows(list->index, rows, n, keys, n_keys);
	/* A catalogue without the indicator has no such order: not the user's fault. */
	return n_keys || !list->sort.n;
}

/* What the filter says of the order goes before; groups without an order of their own keep the list's within each. */
static bool order_rows(const struct list *list, struct ref *rows, size_t n, struct err *err)
{
	if (list->n_asked == list->n_by && !order_by_list(list, rows, n, err))
		return false;
	if (list->n_asked)
		sort_rows(list->index, rows, n, list->asked, list->n_asked);
	return true;
}

/*
 * All rows of the kind in the order in force; *out NULL: that of names. Made once for an order: a filter then only
 * walks along it, which is what makes typing quick in a list of a million rows.
 */
static bool make_order(const struct list *list, struct ref **out, struct err *err)
{
	struct refs by_name = index_by_name(list->index, list->kind);
	*out = NULL;
	bool is_name = !list->n_asked && (!list_order(list).n || str_eq_c(list_order(list), "name"));
	if (is_name || !by_name.n)
		return true;
	struct ref *rows = xmalloc((by_name.n + 1) * sizeof *rows);
	memcpy(rows, by_name.v, by_name.n * sizeof *rows);
	if (!order_rows(list, rows, by_name.n, err)) {
		free(rows);
		return false;
	}
	*out = rows;
	return true;
}

void list_order_changed(struct list *list)
{
	list->order_made = false;
}

/* -- together ----------------------------------------------------------------------- */

struct ref list_row(const struct list *list, size_t row)
{
	return list->index && row < list->n ? list->rows[row] : REF_NONE;
}

void list_want_cursor(struct list *list)
{
	if (list->index && list->n)
		list->wanted = list->rows[list->scroll.cursor];
}

size_t list_place_of(const struct list *list, struct ref ref)
{
	size_t at = 0;
	/* In the order of names a record's place is its rank, or below it where a filter leaves others out. */
	if (list->index && !list->ordered && !ref_none(ref) && ref_kind(ref) == list->kind) {
		size_t high = list->n;
		uint32_t rank = index_name_rank(list->index, ref);
		while (at < high) {
			size_t middle = at + (high - at) / 2;
			if (index_name_rank(list->index, list->rows[middle]) < rank)
				at = middle + 1;
			else
				high = middle;
		}
		return at < list->n && ref_eq(list->rows[at], ref) ? at : list->n;
	}
	while (at < list->n && !ref_eq(list->rows[at], ref))
		at++;
	return at;
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
	for (size_t i = 0; i < list->n; i++)
		if (bits_get(list->matching, ref_row(list->rows[i])))
			array_push(&places, (uint32_t)i);
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

bool list_ask(struct list *list, const struct app *app, struct err *err)
{
	struct picking picking = {list->kind, strbuf_str(&list->query), list->only_marked, list->only_conflicts};
	struct picked picked;
	struct ref *ordered = list->ordered;
	if (!list->index)
		return true;
	if (!pick_rows(&picked, app, &picking, err))
		return false;
	take_form(list, &picked.form);
	if (!list->order_made && !make_order(list, &ordered, err)) {
		pick_release(&picked);
		return false;
	}
	if (!list->order_made)
		free(list->ordered);
	list->ordered = ordered;
	list->order_made = true;
	struct refs all = index_by_name(list->index, list->kind);
	const struct ref *order = list->ordered ? list->ordered : all.v;
	free(list->kept);
	list->kept = picked.rows ? xmalloc((picked.n + 1) * sizeof *list->kept) : NULL;
	if (picked.rows)
		sort_keep(order, all.n, picked.rows, all.n, picked.n, list->kept);
	list->rows = picked.rows ? list->kept : order;
	list->n = picked.form.top && picked.form.top < picked.n ? picked.form.top : picked.n;
	free(picked.rows);
	free(list->perhaps);
	list->perhaps = picked.perhaps;
	list->n_perhaps = picked.n_perhaps;
	list->ranging = false;
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
	query_run(query, &rows, NULL);
	list->matching = bits_new(list->index, list->kind);
	for (size_t i = 0; i < rows.n; i++)
		bits_set(list->matching, ref_row(rows.v[i]));
	query_rows_release(&rows);
	query_free(query);
	refresh_found(list);
	return true;
}

size_t list_found_before(const struct list *list, size_t row)
{
	size_t low = 0, high = list->n_found;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (list->found[middle] < row)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool list_find_from(const struct list *list, size_t from, bool down, size_t *row)
{
	if (!list->n_found)
		return false;
	size_t before = list_found_before(list, down ? from : from + 1);
	*row = list->found[down ? before % list->n_found : (before + list->n_found - 1) % list->n_found];
	return true;
}
