/* Comparing and sorting rows by columns. Each row's keys are made once, then compared; those of many rows are ranks. */
#include "query/sort.h"
#include "sort_internal.h"

#include "base/halt.h"
#include "base/radix.h"
#include "base/strbuf.h"
#include "index/order.h"
#include "query/promise.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct str pinyin_key(struct str text, struct arena *arena)
{
	struct strbuf key = {0};
	pinyin_sort_key(text, &key);
	return arena_take(arena, &key);
}

struct sort_value sort_text_value(const struct field *field, struct str text, struct arena *arena)
{
	struct sort_value v = {.present = text.n > 0};
	if (str_eq_c(str_from(field->name), "id") || field->type == FIELD_LOCATORS)
		v.text = text;
	else if (v.present)
		v.text = pinyin_key(text, arena);
	return v;
}

static struct sort_value text_value(size_t f, struct ref ref, const struct index *index, struct arena *arena)
{
	const struct field *field = &fields_of[ref_kind(ref)].v[f];
	if (!str_eq_c(str_from(field->name), "name"))
		return sort_text_value(field, index_text(index, ref, f), arena);
	return (struct sort_value){.present = index_text(index, ref, f).n > 0, .number = index_name_rank(index, ref)};
}

struct sort_value sort_decimal_value(const struct field *field, struct str text)
{
	struct sort_value v = {.is_decimal = true};
	if (!(field->flags & FIELD_QUANTITY))
		v.present = decimal_parse(text, &v.decimal);
	else if ((v.present = quantity_read(text, &v.decimal, &v.text)))
		v.group = amount_group(v.text);
	return v;
}

static struct sort_value ref_value(struct ref target, const struct index *index)
{
	if (ref_none(target))
		return (struct sort_value){0};
	return (struct sort_value){.present = true, .number = (int64_t)ref_kind(target) << 32 | index_name_rank(index, target)};
}

struct sort_value sort_field_value(size_t f, struct ref ref, const struct index *index, struct arena *arena)
{
	struct sort_value v = {0};
	struct ref target = REF_NONE;
	struct period period;
	switch (fields_of[ref_kind(ref)].v[f].type) {
	case FIELD_REFS:
		if (index_refs(index, ref, f).n)
			target = index_refs(index, ref, f).v[0];
		break;
	case FIELD_REF:
		target = promise_ref(index, ref, f);
		break;
	case FIELD_ENUM: case FIELD_INTEGER: case FIELD_BOOL:
		v.number = promise_number(index, ref, f);
		v.present = v.number != NUMBER_NONE;
		return v;
	case FIELD_PERIOD:
		if (index_period(index, ref, f, &period))
			v = (struct sort_value){.present = true, .number = (int64_t)(index_period_order(period) - (uint64_t)INT64_MIN)};
		return v;
	case FIELD_DECIMAL:
		if (ref_kind(ref) == KIND_CLAIM && f == field_get(KIND_CLAIM, "value_base")) { /* of ledgers there is no text of it */
			struct figure figure = index_figure(index, ref);
			return (struct sort_value){.is_decimal = true, .present = figure.has_base, .decimal = figure.base};
		}
		return sort_decimal_value(&fields_of[ref_kind(ref)].v[f], index_text(index, ref, f));
	default:
		return text_value(f, ref, index, arena);
	}
	return ref_value(target, index);
}

struct sort_value sort_figure_value(const struct list_column *column, struct ref ref, const struct index *index)
{
	struct index_bounds b = column_bounds(column, ref, index);
	return (struct sort_value){.present = b.has_least,
		.is_decimal = true,
		.decimal = b.least,
		.text = b.unit,
		.group = amount_group(b.unit)};
}

static struct sort_value value_of(
	const struct list_column *column, struct ref ref, const struct index *index, struct arena *arena)
{
	if (column->type == COLUMN_FIGURE)
		return sort_figure_value(column, ref, index);
	if (column->type == COLUMN_FIELD)
		return sort_field_value(column->field, ref, index, arena);
	return (struct sort_value){0};
}

int sort_values_compare(const struct sort_value *a, const struct sort_value *b, bool down)
{
	int order;
	if (!a->present || !b->present)
		return (int)b->present - (int)a->present;
	if (a->is_decimal && b->is_decimal) {
		order = amount_group_cmp(a->group, b->group);
		if (order)
			return order;
		if (a->decimal.scale == b->decimal.scale && str_eq(a->text, b->text))
			order = (a->decimal.digits > b->decimal.digits) - (a->decimal.digits < b->decimal.digits);
		else if (!amount_compare(a->decimal, a->text, b->decimal, b->text, &order))
			order = 0;
	} else if (a->number != b->number) {
		order = a->number < b->number ? -1 : 1;
	} else {
		order = str_cmp(a->text, b->text);
	}
	return down ? -order : order;
}

int column_compare(const struct list_column *column, struct ref a, struct ref b, const struct index *index, bool down)
{
	struct arena arena = {0};
	struct sort_value values[2] = {value_of(column, a, index, &arena), value_of(column, b, index, &arena)};
	int order = sort_values_compare(&values[0], &values[1], down);
	arena_release(&arena);
	return order;
}

/* -- sorting -------------------------------------------------------------------------------- */

bool list_part(struct str *rest, bool of_codes, struct str *part)
{
	static const char *const marks[] = {",", "，", "、"};
	size_t n_marks = of_codes ? 3 : 2, end = rest->n, next = SIZE_MAX;
	if (!rest->p)
		return false;
	for (size_t i = 0; i < n_marks; i++) {
		ptrdiff_t at = str_find(*rest, str_from(marks[i]), 0);
		if (at < 0 || (size_t)at >= end)
			continue;
		end = (size_t)at;
		next = end + str_from(marks[i]).n;
	}
	*part = str_sub(*rest, 0, end);
	*rest = next == SIZE_MAX ? (struct str){0} : str_sub(*rest, next, rest->n);
	return true;
}

size_t keys_parse_at(struct str text, const struct name_place *place, struct sort_key *keys, size_t max, struct err *err)
{
	struct str rest = text, part;
	size_t n = 0, at = place->column;
	if (!str_trim(text).n) {
		FAULT_AT(err, place->where, at, FAULT_NO_FIELDS, {0});
		return 0;
	}
	while (list_part(&rest, false, &part)) {
		struct str name = str_trim(part);
		size_t down = str_starts(name, STR("-")) ? 1 : str_starts(name, STR("－")) ? STR("－").n : 0;
		if (n == max) {
			char most[24];
			FAULT_AT(err, place->where, at, FAULT_TOO_MANY, {most, (size_t)snprintf(most, sizeof most, "%zu", max)});
			return 0;
		}
		struct name_place own = *place;
		own.column = at + (down > 0);
		if (!column_parse_at(str_sub(name, down, name.n), &own, &keys[n].column, err))
			return 0;
		keys[n++].down = down > 0;
		at += utf8_length(part) + 1;
	}
	return n;
}

/* Figures stand in order by how much they are: as text 10亿元 would stand before 5亿元. */
size_t sort_parse_at(struct str text, const struct name_place *place, struct sort_key *keys, size_t max, struct err *err)
{
	size_t n = keys_parse_at(text, place, keys, max, err);
	for (size_t i = 0; place->kind == KIND_CLAIM && i < n; i++)
		if (keys[i].column.type == COLUMN_FIELD && keys[i].column.field == field_get(KIND_CLAIM, "value"))
			keys[i].column.field = field_get(KIND_CLAIM, "value_base");
	return n;
}

size_t sort_parse(
	struct str text, enum kind kind, const struct index *index, struct sort_key *keys, size_t max, struct err *err)
{
	return sort_parse_at(text, &(struct name_place){kind, index, "argument", 1}, keys, max, err);
}

struct sorting {
	const struct sort_key *keys;
	size_t n_keys;
	const struct sort_value *values; /* n_keys a row */
};

static int by_keys(const void *a, const void *b, void *context)
{
	const struct sorting *s = context;
	const uint32_t *x = a, *y = b;
	for (size_t k = 0; k < s->n_keys; k++) {
		int order = sort_values_compare(
			&s->values[*x * s->n_keys + k], &s->values[*y * s->n_keys + k], s->keys[k].down);
		if (order)
			return order;
	}
	return *x < *y ? -1 : *x > *y;
}

enum { ROWS_AT_ONCE = 1 << 12 };

/* The rows' own values, compared. */
static void sort_by_values(
	const struct index *index, struct ref *refs, size_t n, const struct sort_key *keys, size_t n_keys)
{
	struct arena arena = {0};
	struct sort_value *values = xreallocarray(NULL, n * n_keys, sizeof *values);
	uint32_t *order = xmalloc(n * sizeof *order);
	struct ref *sorted = xmalloc(n * sizeof *sorted);
	bool given_up = false;
	for (uint32_t i = 0; i < n && !given_up; i++) {
		given_up = i % ROWS_AT_ONCE == 0 && halt_now();
		order[i] = i;
		for (size_t k = 0; k < n_keys; k++)
			values[i * n_keys + k] = value_of(&keys[k].column, refs[i], index, &arena);
	}
	if (!given_up)
		qsort_r(order, n, sizeof *order, by_keys, &(struct sorting){keys, n_keys, values});
	for (size_t i = 0; i < n && !given_up; i++)
		sorted[i] = refs[order[i]];
	if (n && !given_up)
		memcpy(refs, sorted, n * sizeof *refs);
	free(sorted);
	free(order);
	free(values);
	arena_release(&arena);
}

static bool same_kind(const struct ref *refs, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (ref_kind(refs[i]) != ref_kind(refs[0]))
			return false;
	return true;
}

/* Whether these are all rows of the kind by name, as nearly always when a list turns to another order. */
static bool all_by_name(const struct index *index, const struct ref *refs, size_t n)
{
	struct refs all = index_by_name(index, ref_kind(refs[0]));
	return n == all.n && !memcmp(refs, all.v, n * sizeof *refs);
}

/* Many more ranks than refs are too many to count by. */
static void sort_by_passes(const struct sort_ranks *ranks, const struct ref *from, size_t n, struct ref *to)
{
	struct radix_item *items = xmalloc(n * sizeof *items);
	for (size_t i = 0; i < n; i++)
		items[i] = (struct radix_item){sort_rank_of(ranks, ref_row(from[i])), from[i].bits};
	radix_sort(items, n);
	for (size_t i = 0; i < n; i++)
		to[i] = (struct ref){items[i].row};
	free(items);
}

/* Rows of one kind in `from` by one key, into `to`. */
static void sort_step(const struct index *index, const struct ref *from, size_t n, const struct sort_key *key, struct ref *to)
{
	enum { RANKS_A_REF = 4 };
	struct sort_ranks ranks;
	if (!sort_ranks_make(index, ref_kind(from[0]), key, &ranks)) {
		if (sort_texts(index, key, from, n, to) || sort_numbers(index, key, from, n, to) || sort_figures(index, key, from, n, to))
			return;
		memcpy(to, from, n * sizeof *to);
		sort_by_values(index, to, n, key, 1);
		return;
	}
	if (ranks.n_ranks / RANKS_A_REF > n)
		sort_by_passes(&ranks, from, n, to);
	else if (ranks.width == sizeof(uint32_t))
		sort_spread(&ranks, from, n, to);
	else
		sort_count(&ranks, from, n, to);
	free(ranks.v);
}

/* By the last key first: equal rows stay as the sorting by a later key left them. */
void sort_refs(const struct index *index, const struct ref *from, size_t n, bool whole, const struct sort_key *keys,
	size_t n_keys, struct ref *to)
{
	/* Ranks are made of all rows of the kind: too much for a few. */
	if (!n_keys || n < SORT_RANKS_FROM || n >= UINT32_MAX) {
		memcpy(to, from, n * sizeof *to);
		if (n_keys)
			sort_by_values(index, to, n, keys, n_keys);
		return;
	}
	struct ref *other = n_keys > 1 ? xmalloc(n * sizeof *other) : NULL;
	for (size_t k = n_keys; k-- > 0; from = k % 2 ? other : to) {
		struct ref *next = k % 2 ? other : to; /* that of the first key goes to `to` */
		enum kind kind = ref_kind(from[0]);
		bool is_last = whole && k == n_keys - 1;
		if (!is_last || !(sort_whole(index, kind, &keys[k], next) || sort_codes_whole(index, kind, &keys[k], next)))
			sort_step(index, from, n, &keys[k], next);
	}
	free(other);
}

void sort_rows(const struct index *index, struct ref *refs, size_t n, const struct sort_key *keys, size_t n_keys)
{
	if (!n_keys)
		return;
	if (n < SORT_RANKS_FROM || !same_kind(refs, n)) {
		sort_by_values(index, refs, n, keys, n_keys);
		return;
	}
	bool whole = all_by_name(index, refs, n);
	struct ref *copy = whole ? NULL : xmalloc(n * sizeof *copy);
	if (copy)
		memcpy(copy, refs, n * sizeof *copy);
	sort_refs(index, whole ? index_by_name(index, ref_kind(refs[0])).v : copy, n, whole, keys, n_keys, refs);
	free(copy);
}

void sort_all(const struct index *index, enum kind kind, const struct sort_key *keys, size_t n_keys, struct ref *out)
{
	struct refs names = index_by_name(index, kind);
	if (names.n)
		sort_refs(index, names.v, names.n, true, keys, n_keys, out);
}
