/* Rows of a kind in the order of their codes, as the search has them ready. */
#include "index/order.h"

#include "base/bits.h"
#include "lettered_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_ONCE = 1 << 14 };

/* Codes that fold letter by letter, and of which no two that differ fold to the same one: what is packed tells them apart. */
static bool letters_tell(const struct index_column *c)
{
	const struct place_letters *places = SECTION_V(struct place_letters, c->letters);
	for (uint64_t k = 0; k < c->letters.n; k++) {
		bool seen[128] = {false};
		for (size_t i = 0; i < sizeof places[k].letters && places[k].letters[i]; i++) {
			unsigned char letter = fold_ascii(places[k].letters[i]);
			if (letter <= ' ' || letter > '~' || seen[letter])
				return false;
			seen[letter] = true;
		}
	}
	return c->letters.n > 0;
}

static const struct index_column *code_column(const struct index *index, enum kind kind, size_t field)
{
	const struct searched_fields *fields = &index->searched[kind];
	const struct index_column *c = &index->tables[kind].columns[field];
	bool is_code = fields->code && fields->v[fields->code - 1].field == field;
	return is_code && !index->tables[kind].packed && lettered_is(c) && letters_tell(c) ? c : NULL;
}

struct comparing {
	const struct index_column *column;
	const uint32_t *rows;
	size_t n;
	uint64_t *starts;
};

/* Neighbours stand anywhere in the column: nearly all the time goes to waiting for memory, which several threads do at once. */
static void compare_neighbours(void *context, size_t piece)
{
	const struct comparing *c = context;
	const uint8_t *bytes = SECTION_V(uint8_t, c->column->bytes);
	size_t width = (size_t)c->column->bytes.base, end = (piece + 1) * ROWS_AT_ONCE;
	for (size_t i = piece * ROWS_AT_ONCE; i < end && i < c->n; i++)
		if (!i || memcmp(bytes + c->rows[i - 1] * width, bytes + c->rows[i] * width, width) != 0)
			bits_set(c->starts, (uint32_t)i);
}

bool index_rows_by_code(const struct index *index, enum kind kind, size_t field, struct index_code_rows *out)
{
	const struct index_column *column = code_column(index, kind, field);
	const struct section *codes = &index->search.codes;
	uint64_t start, end;
	size_t n = index_count(index, kind);
	*out = (struct index_code_rows){0};
	if (!column)
		return false;
	search_range(index, (int)kind, 0, &start, &end);
	out->rows = xmalloc((n + 1) * sizeof *out->rows);
	out->starts = bits_new(n);
	for (uint64_t i = 0; i < codes->n && out->n < n; i++) {
		uint64_t row = (uint64_t)section_number(codes, i);
		out->rows[out->n] = (uint32_t)(row - start);
		out->n += row - start < end - start; /* wraps where it is another kind's */
	}
	struct comparing comparing = {column, out->rows, out->n, out->starts};
	parallel_for((out->n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE, parallel_threads(), compare_neighbours, &comparing);
	return true;
}

void index_code_rows_release(struct index_code_rows *rows)
{
	free(rows->rows);
	free(rows->starts);
	*rows = (struct index_code_rows){0};
}
