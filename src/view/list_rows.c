#include "list_internal.h"

#include <stdlib.h>
#include <string.h>

enum { SORT_KEYS = 4 };

static uint64_t *bits_new(const struct list *list)
{
	return xcalloc(index_count(list->index, list->kind) / 64 + 1, sizeof(uint64_t));
}

/* -- which ------------------------------------------------------------------------ */

/* The rows that pass, as bits: the order comes afterwards from the order of names, without sorting. */
struct picked {
	uint64_t *rows, *perhaps;
	size_t n, n_perhaps;
};

static void pick(struct picked *picked, const struct list *list, struct ref ref, bool perhaps)
{
	bits_set(picked->rows, ref_row(ref));
	picked->n++;
	if (!perhaps)
		return;
	if (!picked->perhaps)
		picked->perhaps = bits_new(list);
	bits_set(picked->perhaps, ref_row(ref));
	picked->n_perhaps++;
}

/* Everything that the filter lets through and that `!` and `"` leave. */
static bool pick_rows(const struct list *list, const struct app *app, struct picked *picked, struct err *err)
{
	struct query *query = query_parse(strbuf_str(&list->query), list->kind, list->index, err);
	if (!query)
		return false;
	struct query *conflicts = list->only_conflicts ? query_parse(STR("has:conflict"), list->kind, list->index,
		err) : NULL;
	if (list->only_conflicts && !conflicts) {
		query_free(query);
		return false;
	}
	struct query_rows rows = {0};
	query_run(query, &rows, NULL);
	*picked = (struct picked){.rows = bits_new(list)};
	for (size_t i = 0; i < rows.n; i++)
		if ((!list->only_marked || app_marked(app, rows.v[i])) && (!conflicts || query_answer(conflicts,
			rows.v[i]) != ANSWER_NO))
			pick(picked, list, rows.v[i], rows.answers[i] == ANSWER_PERHAPS);
	query_rows_release(&rows);
	query_free(conflicts);
	query_free(query);
	return true;
}

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
		uint32_t figures = (uint32_t)index_claims(list->index, rows[i]).n;
		v[i] = (struct counted){rows[i], down ? figures : UINT32_MAX - figures, i};
	}
	qsort(v, n, sizeof *v, counted_cmp);
	for (size_t i = 0; i < n; i++)
		rows[i] = v[i].ref;
	free(v);
}

static bool order_rows(const struct list *list, struct ref *rows, size_t n, struct err *err)
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

/*
 * All rows of the kind in the order in force. Made once for an order: a filter then only walks along it, which is
 * what makes typing quick in a list of a million rows.
 */
static bool make_order(struct list *list, struct err *err)
{
	struct refs by_name = index_by_name(list->index, list->kind);
	if (list->ordered || !list_order(list).n || !by_name.n)
		return true;
	struct ref *rows = xmalloc((by_name.n + 1) * sizeof *rows);
	memcpy(rows, by_name.v, by_name.n * sizeof *rows);
	if (!order_rows(list, rows, by_name.n, err)) {
		free(rows);
		return false;
	}
	list->ordered = rows;
	return true;
}

void list_order_changed(struct list *list)
{
	free(list->ordered);
	list->ordered = NULL;
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

/* Put the cursor on its record at the height on the screen that it had. */
static void reselect(struct list *list)
{
	size_t height = list->scroll.cursor - (list->scroll.top < list->scroll.cursor
		? list->scroll.top : list->scroll.cursor);
	size_t at = 0;
	while (at < list->n && !ref_eq(list->rows[at], list->wanted))
		at++;
	scroll_resize(&list->scroll, list->n);
	scroll_to(&list->scroll, at < list->n ? at : 0);
	list->scroll.top = list->scroll.cursor > height ? list->scroll.cursor - height : 0;
}

static void refresh_found(struct list *list)
{
	list->n_found = 0;
	for (size_t i = 0; list->found && i < list->n; i++)
		list->n_found += bits_get(list->found, ref_row(list->rows[i]));
}

bool list_ask(struct list *list, const struct app *app, struct err *err)
{
	struct picked picked;
	if (!list->index)
		return true;
	if (!make_order(list, err) || !pick_rows(list, app, &picked, err))
		return false;
	struct refs all = index_by_name(list->index, list->kind);
	const struct ref *order = list->ordered ? list->ordered : all.v;
	free(list->rows);
	list->rows = xmalloc((picked.n + 1) * sizeof *list->rows);
	list->n = 0;
	for (size_t i = 0; i < all.n; i++)
		if (bits_get(picked.rows, ref_row(order[i])))
			list->rows[list->n++] = order[i];
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
	free(list->found);
	list->found = NULL;
	list->n_found = 0;
	text = str_trim(text);
	if (!list->index || !text.n)
		return true;
	struct query *query = query_parse(text, list->kind, list->index, err);
	if (!query)
		return false;
	struct query_rows rows = {0};
	query_run(query, &rows, NULL);
	list->found = bits_new(list);
	for (size_t i = 0; i < rows.n; i++)
		bits_set(list->found, ref_row(rows.v[i]));
	query_rows_release(&rows);
	query_free(query);
	refresh_found(list);
	return true;
}

bool list_find_from(const struct list *list, size_t from, bool down, size_t *row)
{
	if (!list->n_found)
		return false;
	for (size_t i = 0; i < list->n; i++) {
		size_t at = down ? (from + i) % list->n : (from + list->n - i) % list->n;
		if (bits_get(list->found, ref_row(list->rows[at]))) {
			*row = at;
			return true;
		}
	}
	return false;
}

size_t list_found_before(const struct list *list, size_t row)
{
	size_t n = 0;
	for (size_t i = 0; i < row && i < list->n; i++)
		n += bits_get(list->found, ref_row(list->rows[i]));
	return n;
}
