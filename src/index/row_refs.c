#include "row_refs_internal.h"

#include "lettered_internal.h"

/* The first text of a row, where it is the only one of a column and stands there as it is. */
static struct str first_text(const struct index *index, struct ref ref)
{
	const struct searched_fields *fields = &index->searched[ref_kind(ref)];
	if (!fields->n || fields->v[0].list || index_is_packed(index, ref))
		return (struct str){"", 0};
	const struct index_column *c = &index->tables[ref_kind(ref)].columns[fields->v[0].field];
	return lettered_is(c) ? (struct str){"", 0} : index_column_text(c, ref_row(ref));
}

size_t row_refs_read(const struct index *index, const uint64_t *set, size_t first, size_t end, struct row_refs *out)
{
	size_t n = 0, i = first;
	for (; i < end && n + 64 <= ROW_REFS_MOST; i++)
		for (uint64_t bits = set[i]; bits; bits &= bits - 1) {
			out->rows[n] = (uint32_t)(i * 64 + bits_lowest(bits));
			out->refs[n] = search_ref(index, out->rows[n]);
			out->firsts[n] = first_text(index, out->refs[n]);
			if (n < ROW_REFS_AHEAD)
				row_refs_ask(out->firsts[n]);
			n++;
		}
	out->n = n;
	return i;
}
