/* Comparing and sorting rows by columns. Each row's keys are made once, then compared. */
#include "query_internal.h"

#include "base/strbuf.h"
#include "query/column.h"
#include "query/promise.h"
#include "text/utf8.h"

#include <stdlib.h>

/* What a value is sorted by: `present`, then number, then text. */
struct sort_value {
	bool present, is_decimal;
	int64_t number, second;
	struct decimal decimal;
	struct str text;  /* a pinyin key, an id or a unit */
	struct str group; /* of a decimal: the unit that stands for all those that convert to it */
};

static struct str pinyin_key(struct str text, struct arena *arena)
{
	struct strbuf key = {0};
	pinyin_sort_key(text, &key);
	struct str copy = arena_str(arena, strbuf_str(&key));
	strbuf_release(&key);
	return copy;
}

static struct sort_value text_value(size_t f, struct ref ref, const struct index *index, struct arena *arena)
{
	struct str text = index_text(index, ref, f);
	const struct field *field = &fields_of[ref_kind(ref)].v[f];
	struct sort_value v = {.present = text.n > 0};
	if (str_eq_c(str_from(field->name), "name"))
		v.number = index_name_rank(index, ref);
	else if (f == 0 || field->type == FIELD_LOCATORS)
		v.text = text;
	else if (v.present)
		v.text = pinyin_key(text, arena);
	return v;
}

/*
 * Figures that do not convert stand apart, in the order of their groups: base units of
 * contract.md, or the unit itself. A group may not depend on what else is being sorted.
 */
static struct str group_of(struct str unit)
{
	static const char *const groups[] = {"平方米", "立方米", "公里", "吨", "千瓦", "千瓦时", "小时", "天", "年", "兆帕"};
	const struct decimal one = {1, 0};
	int order;
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (amount_compare(one, unit, one, str_from(groups[i]), &order))
			return str_from(groups[i]);
	return unit;
}

static struct sort_value decimal_value(size_t f, struct ref ref, const struct index *index)
{
	struct sort_value v = {.is_decimal = true};
	struct str text = index_text(index, ref, f);
	if (!(fields_of[ref_kind(ref)].v[f].flags & FIELD_MEASURED))
		v.present = decimal_parse(text, &v.decimal);
	else if ((v.present = measured_read(text, &v.decimal, &v.text)))
		v.group = group_of(v.text);
	return v;
}

static struct sort_value field_value(size_t f, struct ref ref, const struct index *index, struct arena *arena)
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
		v.present = index_period(index, ref, f, &period);
		if (v.present) {
			v.number = period.first == INT32_MIN ? period.last : period.first;
			v.second = period.last;
		}
		return v;
	case FIELD_DECIMAL: return decimal_value(f, ref, index);
	default:
		return text_value(f, ref, index, arena);
	}
	v.present = !ref_none(target);
	if (v.present) {
		v.number = (int64_t)ref_kind(target);
		v.second = index_name_rank(index, target);
	}
	return v;
}

static struct sort_value figure_value(const struct list_column *column, struct ref ref, const struct index *index)
{
	struct column_bounds b = column_bounds(column, ref, index);
	return (struct sort_value){.present = b.has_least,
		.is_decimal = true,
		.decimal = b.least,
		.text = b.unit,
		.group = group_of(b.unit)};
}

static struct sort_value value_of(
	const struct list_column *column, struct ref ref, const struct index *index, struct arena *arena)
{
	if (column->type == COLUMN_FIGURE)
		return figure_value(column, ref, index);
	if (column->type == COLUMN_FIELD)
		return field_value(column->field, ref, index, arena);
	return (struct sort_value){0};
}

static int compare_values(const struct sort_value *a, const struct sort_value *b, bool down)
{
	int order;
	if (!a->present || !b->present)
		return (int)b->present - (int)a->present;
	if (a->is_decimal && b->is_decimal) {
		order = str_cmp(a->group, b->group);
		if (order)
			return order;
		if (!amount_compare(a->decimal, a->text, b->decimal, b->text, &order))
			order = 0;
	} else if (a->number != b->number) {
		order = a->number < b->number ? -1 : 1;
	} else if (a->second != b->second) {
		order = a->second < b->second ? -1 : 1;
	} else {
		order = str_cmp(a->text, b->text);
	}
	return down ? -order : order;
}

int column_compare(const struct list_column *column, struct ref a, struct ref b, const struct index *index, bool down)
{
	struct arena arena = {0};
	struct sort_value values[2] = {value_of(column, a, index, &arena), value_of(column, b, index, &arena)};
	int order = compare_values(&values[0], &values[1], down);
	arena_release(&arena);
	return order;
}

/* -- sorting -------------------------------------------------------------------------------- */

/* The part before the next comma, also a full-width one. */
static bool next_part(struct str *rest, struct str *part)
{
	const struct str wide = STR("，");
	if (!rest->p)
		return false;
	ptrdiff_t plain_at = str_find_byte(*rest, ',', 0), wide_at = str_find(*rest, wide, 0);
	bool is_wide = wide_at >= 0 && (plain_at < 0 || wide_at < plain_at);
	ptrdiff_t at = is_wide ? wide_at : plain_at;
	*part = at < 0 ? *rest : str_sub(*rest, 0, (size_t)at);
	*rest = at < 0 ? (struct str){0} : str_sub(*rest, (size_t)at + (is_wide ? wide.n : 1), rest->n);
	return true;
}

size_t sort_parse(
	struct str text, enum kind kind, const struct index *index, struct sort_key *keys, size_t max, struct err *err)
{
	struct str rest = text, part;
	size_t n = 0, at = 1;
	if (!str_trim(text).n) {
		err_at(err, ERR_USAGE, "argument", 1, 1, "found nothing, expected fields such as invest,-name");
		return 0;
	}
	while (next_part(&rest, &part)) {
		struct str name = str_trim(part);
		size_t down = str_starts(name, STR("-")) ? 1 : str_starts(name, STR("－")) ? STR("－").n : 0;
		if (n == max) {
			err_at(err, ERR_USAGE, "argument", 1, at,
				"found more than %zu fields, expected at most so many", max);
			return 0;
		}
		if (!column_parse_at(str_sub(name, down, name.n), kind, index, at + (down > 0), &keys[n].column, err))
			return 0;
		keys[n++].down = down > 0;
		at += utf8_length(part) + 1;
	}
	return n;
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
		int order = compare_values(
			&s->values[*x * s->n_keys + k], &s->values[*y * s->n_keys + k], s->keys[k].down);
		if (order)
			return order;
	}
	return *x < *y ? -1 : *x > *y;
}

void sort_rows(const struct index *index, struct ref *refs, size_t n, const struct sort_key *keys, size_t n_keys)
{
	struct arena arena = {0};
	struct sort_value *values = xreallocarray(NULL, n * n_keys, sizeof *values);
	uint32_t *order = xmalloc(n * sizeof *order);
	struct ref *sorted = xmalloc(n * sizeof *sorted);
	for (uint32_t i = 0; i < n; i++) {
		order[i] = i;
		for (size_t k = 0; k < n_keys; k++)
			values[i * n_keys + k] = value_of(&keys[k].column, refs[i], index, &arena);
	}
	qsort_r(order, n, sizeof *order, by_keys, &(struct sorting){keys, n_keys, values});
	for (size_t i = 0; i < n; i++)
		sorted[i] = refs[order[i]];
	for (size_t i = 0; i < n; i++)
		refs[i] = sorted[i];
	free(sorted);
	free(order);
	free(values);
	arena_release(&arena);
}
