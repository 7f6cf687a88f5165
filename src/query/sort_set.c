#include "query/sort.h"

#include "base/alloc.h"
#include "base/radix.h"
#include "sort_internal.h"

#include <stdlib.h>
#include <string.h>

static size_t find_firsts(const struct sort_firsts *f, const struct sort_bits *rows);

/* -- by name ------------------------------------------------------------------------------- */

static size_t walk_names(const struct sort_firsts *f, const struct sort_bits *rows, bool down)
{
	struct refs names = index_by_name(f->index, rows->kind);
	size_t n = 0;
	for (size_t i = 0; i < names.n && n < f->limit; i++) {
		struct ref ref = names.v[down ? names.n - 1 - i : i];
		/* Stored in any case: which rows pass is a matter of chance. */
		f->out[n] = ref;
		n += sort_bits_has(rows, ref_row(ref));
	}
	return n;
}

/* Few rows: sorted by the ranks of their names. */
static size_t sort_names(const struct sort_firsts *f, const struct sort_bits *rows, bool down)
{
	struct radix_item *items = xmalloc((rows->n + 1) * sizeof *items);
	size_t n = 0;
	for (size_t row = 0; (row = bits_next(rows->v, row, rows->n_rows)) < rows->n_rows; row++) {
		struct ref ref = ref_make(rows->kind, (uint32_t)row);
		uint32_t rank = index_name_rank(f->index, ref);
		items[n++] = (struct radix_item){down ? UINT32_MAX - rank : rank, ref.bits};
	}
	radix_sort(items, n);
	n = n < f->limit ? n : f->limit;
	for (size_t i = 0; i < n; i++)
		f->out[i] = (struct ref){items[i].row};
	free(items);
	return n;
}

/* How far one walks along an order of all rows until there are as many of some of them as are asked for. */
static size_t walk_length(const struct sort_bits *rows, size_t limit)
{
	return limit < rows->n ? (size_t)((double)rows->n_rows * (double)limit / (double)rows->n) : rows->n_rows;
}

static size_t by_name(const struct sort_firsts *f, const struct sort_bits *rows, bool down)
{
	enum { STEPS_A_ROW = 16 };
	return walk_length(rows, f->limit) / STEPS_A_ROW > rows->n ? sort_names(f, rows, down) : walk_names(f, rows, down);
}

/* All of the rows; out has room for them. */
static size_t keep_names(const struct sort_firsts *f, const struct sort_bits *rows)
{
	enum { STEPS_A_ROW = 16 };
	struct refs names = index_by_name(f->index, rows->kind);
	return rows->n_rows / STEPS_A_ROW > rows->n ? sort_names(f, rows, false) : sort_keep(names.v, names.n, rows->v, rows->n_rows, rows->n, f->out);
}

/* All of them sorted, whatever is asked for. */
static size_t by_all(const struct sort_firsts *f, const struct sort_bits *rows)
{
	struct refs all = index_by_name(f->index, rows->kind);
	bool whole = rows->n == all.n, part = f->limit < rows->n;
	struct ref *names = whole ? NULL : xmalloc((rows->n + 1) * sizeof *names),
		*sorted = part ? xmalloc((rows->n + 1) * sizeof *sorted) : f->out;
	struct sort_firsts by = {.index = f->index, .limit = rows->n, .out = names};
	size_t n = whole ? all.n : keep_names(&by, rows), n_out = n < f->limit ? n : f->limit;
	sort_refs(f->index, whole ? all.v : names, n, whole, f->keys, f->n_keys, sorted);
	if (part) {
		memcpy(f->out, sorted, n_out * sizeof *sorted);
		free(sorted);
	}
	free(names);
	return n_out;
}

/* -- by codes -------------------------------------------------------------------------------- */

static int by_name_rank(const void *a, const void *b, void *context)
{
	uint32_t x = index_name_rank(context, *(const struct ref *)a), y = index_name_rank(context, *(const struct ref *)b);
	return x < y ? -1 : x > y ? 1 : ref_order(a, b);
}

/* Rows of whole ranks are sorted by all keys; of the rank with which the limit is reached the other keys tell which come first. */
static size_t by_codes(const struct sort_firsts *f, const struct sort_bits *rows, const struct sort_codes *codes)
{
	struct sort_parted part = sort_split(f, rows, codes);
	qsort_r(f->out, part.n_before, sizeof *f->out, by_name_rank, (void *)(uintptr_t)f->index);
	sort_rows(f->index, f->out, part.n_before, f->keys, f->n_keys);
	const struct sort_firsts rest = {f->index, f->keys + 1, f->n_keys - 1, f->limit - part.n_before, f->out + part.n_before};
	size_t n = part.n_before + find_firsts(&rest, &(struct sort_bits){rows->kind, part.last, rows->n_rows, part.n_last, NULL});
	free(part.last);
	return n;
}

/* -- by any keys ------------------------------------------------------------------------------- */

bool sort_is_name(enum kind kind, const struct sort_key *key)
{
	return key->column.type == COLUMN_FIELD && str_eq_c(str_from(fields_of[kind].v[key->column.field].name),
		"name");
}

/* f->limit is not above rows->n. */
static size_t find_firsts(const struct sort_firsts *f, const struct sort_bits *rows)
{
	enum { STEPS_A_VALUE = 512, /* of a walk, for what making and comparing a row's values costs */
		PICKED_MAX = 1 << 10 };
	struct index_order order;
	struct sort_codes codes;
	if (!f->limit)
		return 0;
	if (!f->n_keys || sort_is_name(rows->kind, f->keys))
		return by_name(f, rows, f->n_keys && f->keys->down);
	if (f->limit > rows->n / 2 && rows->n > PICKED_MAX)
		return by_all(f, rows);
	if (sort_ready(f->index, rows->kind, f->keys, &order))
		return walk_length(rows, f->limit) / STEPS_A_VALUE > rows->n ? by_all(f, rows)
			: sort_along(f, rows, &order);
	if (sort_has_codes(f->index, rows->kind, f->keys) && sort_front(f, rows))
		return f->limit;
	if (f->limit > PICKED_MAX || rows->n < SORT_RANKS_FROM)
		return by_all(f, rows);
	if (!sort_codes_make(f->index, rows->kind, f->keys, &codes))
		return by_all(f, rows);
	size_t n = by_codes(f, rows, &codes);
	sort_codes_release(&codes);
	return n;
}

size_t sort_set(const struct index *index, enum kind kind, const struct query_set *set, const struct sort_key *keys,
	size_t n_keys, size_t limit, struct ref *out)
{
	const struct sort_firsts f = {index, keys, n_keys, limit < set->n ? limit : set->n, out};
	uint64_t *either = NULL;
	if (!f.limit)
		return 0;
	if (set->n_perhaps) {
		size_t n_words = bits_room(set->n_rows);
		either = xmalloc(n_words * sizeof *either);
		for (size_t w = 0; w < n_words; w++)
			either[w] = set->yes[w] | set->perhaps[w];
	}
	size_t n = find_firsts(&f, &(struct sort_bits){kind, either ? either : set->yes, set->n_rows, set->n, NULL});
	free(either);
	return n;
}
