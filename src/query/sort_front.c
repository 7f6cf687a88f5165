/* The first rows of a set along those of all rows that stand ready (index/codes.h). */
#include "sort_internal.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Where one key is all that rows are sorted by they stand as they should. False: there are too few of the set. */
static bool take_along(const struct sort_firsts *f, const struct sort_bits *rows, const struct index_front *front)
{
	size_t n = 0;
	for (size_t i = 0; i < front->n && n < f->limit; i++) {
		/* Stored in any case: which rows pass is a matter of chance. */
		f->out[n] = ref_make(rows->kind, front->rows[i]);
		n += sort_bits_has(rows, front->rows[i]);
	}
	return n == f->limit;
}

/* Those of the set up to the end of the value with which there are enough. 0: the front ends before that, or there are more than `most`. */
static size_t take_values(const struct sort_firsts *f, const struct sort_bits *rows, const struct index_front *front,
	struct ref *out, size_t most)
{
	size_t n = 0;
	for (size_t i = 0; i < front->n; i++) {
		struct ref ref = ref_make(rows->kind, front->rows[i]);
		if (!sort_bits_has(rows, front->rows[i]))
			continue;
		if (n >= f->limit && column_compare(&f->keys->column, out[n - 1], ref, f->index, f->keys->down))
			return n;
		if (n == most)
			return 0;
		out[n++] = ref;
	}
	return 0;
}

/*
 * How far one walks along an order of all rows from one row of the set to the next, guessed from some of them; 0: far, or too
 * few were met to tell.
 */
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
 * Where very many rows have the first value there is, as with a status, all that are asked for have it: they are found along the
 * order of the next key, where that stands ready.
 */
static bool take_first_value(const struct sort_firsts *f, const struct sort_bits *rows, const struct index_front *front)
{
	enum { LOOKS_A_STEP = 32 }; /* at rows one after another, in the time of a step */
	size_t field = f->keys->column.field;
	struct sort_code code = {f->index, field, index_codes_n(f->index, rows->kind, field), 0};
	const struct sort_firsts then = {f->index, f->keys + 1, f->n_keys - 1, f->limit, f->out};
	struct sort_bits of_value = *rows;
	struct index_order order;
	size_t first = 0, steps;
	while (first < front->n && !sort_bits_has(rows, front->rows[first]))
		first++;
	/* days may be written in several ways */
	if (first == front->n || fields_of[rows->kind].v[field].type == FIELD_PERIOD
		|| !sort_ready(f->index, rows->kind, then.keys, &order))
		return false;
	index_codes(f->index, rows->kind, field, front->rows[first], 1, code.n_codes, &code.code);
	of_value.only = &code;
	steps = steps_a_row(&of_value);
	return steps && steps * f->limit < rows->n_rows / LOOKS_A_STEP
		&& sort_along(&then, &of_value, &order) == f->limit;
}

bool sort_front(const struct sort_firsts *f, const struct sort_bits *rows)
{
	enum { FOLLOW_MAX = 4 }; /* so many times the limit are sorted by the keys that follow */
	struct index_front front;
	if (!index_front(f->index, rows->kind, f->keys->column.field, f->keys->down, &front) || front.n < f->limit
		|| (double)front.n * (double)rows->n < (double)f->limit * (double)rows->n_rows)
		return false;
	if (f->n_keys == 1)
		return take_along(f, rows, &front);
	struct ref *some = xmalloc(FOLLOW_MAX * f->limit * sizeof *some);
	size_t n = take_values(f, rows, &front, some, FOLLOW_MAX * f->limit);
	if (n) {
		sort_rows(f->index, some, n, f->keys, f->n_keys);
		memcpy(f->out, some, f->limit * sizeof *f->out);
	}
	free(some);
	return n || take_first_value(f, rows, &front);
}
