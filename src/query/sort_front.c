/* The first rows of a set along those of all rows that stand ready (index/codes.h). */
#include "sort_internal.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Where one key is all that rows are sorted by they stand as they should. False: there are too few of the set. */
static bool take_along(const struct index_front *front, const struct sort_bits *rows, size_t limit, struct ref *out)
{
	size_t n = 0;
	for (size_t i = 0; i < front->n && n < limit; i++) {
		/* Stored in any case: which rows pass is a matter of chance. */
		out[n] = ref_make(rows->kind, front->rows[i]);
		n += sort_bits_has(rows, front->rows[i]);
	}
	return n == limit;
}

/* Those of the set up to the end of the value with which there are enough. 0: the front ends before that, or it is too far. */
static size_t take_values(const struct index *index, const struct index_front *front, const struct sort_bits *rows,
	const struct sort_key *key, size_t limit, struct ref *out, size_t most)
{
	size_t n = 0;
	for (size_t i = 0; i < front->n; i++) {
		struct ref ref = ref_make(rows->kind, front->rows[i]);
		if (!sort_bits_has(rows, front->rows[i]))
			continue;
		if (n >= limit && column_compare(&key->column, out[n - 1], ref, index, key->down))
			return n;
		if (n == most)
			return 0;
		out[n++] = ref;
	}
	return 0;
}

/* How far one walks along an order of all rows for each row of a set with a code, from rows all over; 0: far, or a few found by chance. */
static size_t steps_a_row(const struct sort_bits *rows)
{
	enum { PLACES = 64, AT_ONCE = 8, TOO_FEW = 8 };
	size_t n = 0;
	for (size_t place = 0; place < PLACES; place++)
		for (size_t i = 0; i < AT_ONCE; i++)
			n += sort_bits_has(rows, (uint32_t)(rows->n_rows * place / PLACES + i));
	return n >= TOO_FEW ? PLACES * AT_ONCE / n : 0;
}

/*
 * Where very many rows have the first value there is, as a status, they are all that is asked for: found along the order of the
 * next key, where that stands ready.
 */
static bool take_first_value(const struct index *index, const struct index_front *front, const struct sort_bits *rows,
	const struct sort_key *keys, size_t n_keys, size_t limit, struct ref *out)
{
	enum { LOOKS_A_STEP = 32 }; /* at rows one after another, in the time of a step */
	struct sort_code code = {index, keys->column.field, index_codes_n(index, rows->kind, keys->column.field), 0};
	struct sort_bits of_value = *rows;
	struct index_order order;
	size_t first = 0, steps;
	while (first < front->n && !sort_bits_has(rows, front->rows[first]))
		first++;
	/* days may be written in several ways */
	if (first == front->n || fields_of[rows->kind].v[code.field].type == FIELD_PERIOD || !sort_ready(index, rows->kind, keys + 1, &order))
		return false;
	index_codes(index, rows->kind, code.field, front->rows[first], 1, code.n_codes, &code.code);
	of_value.only = &code;
	steps = steps_a_row(&of_value);
	return steps && steps * limit < rows->n_rows / LOOKS_A_STEP
		&& sort_along(index, &of_value, &order, keys + 1, n_keys - 1, limit, out) == limit;
}

bool sort_front(const struct index *index, const struct sort_bits *rows, const struct sort_key *keys, size_t n_keys, size_t limit,
	struct ref *out)
{
	enum { FOLLOW_MAX = 4 }; /* so many times the limit are sorted by the keys that follow */
	struct index_front front;
	if (!index_front(index, rows->kind, keys->column.field, keys->down, &front) || front.n < limit
		|| (double)front.n * (double)rows->n < (double)limit * (double)rows->n_rows)
		return false;
	if (n_keys == 1)
		return take_along(&front, rows, limit, out);
	struct ref *some = xmalloc(FOLLOW_MAX * limit * sizeof *some);
	size_t n = take_values(index, &front, rows, keys, limit, some, FOLLOW_MAX * limit);
	if (n) {
		sort_rows(index, some, n, keys, n_keys);
		memcpy(out, some, limit * sizeof *out);
	}
	free(some);
	return n || take_first_value(index, &front, rows, keys, n_keys, limit, out);
}
