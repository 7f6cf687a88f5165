/* The first rows of a set along those of all rows that stand ready (index/codes.h). */
#include "sort_internal.h"

#include "base/alloc.h"
#include "index/codes.h"

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
	return n > 0;
}
