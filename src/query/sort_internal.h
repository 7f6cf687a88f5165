/* What sort.c compares, and the ranks of sort_rank.c that say the same. */
#ifndef QUERY_SORT_INTERNAL_H
#define QUERY_SORT_INTERNAL_H

#include "query_internal.h"

/* What a value is sorted by: `present`, then number, then text. */
struct sort_value {
	bool present, is_decimal;
	int64_t number, second;
	struct decimal decimal;
	struct str text;  /* a pinyin key, an id or a unit */
	struct str group; /* of a decimal: the unit that stands for all those that convert to it */
};

struct sort_value sort_text_value(const struct field *field, struct str text, struct arena *arena);
struct sort_value sort_period_value(struct period period);
struct sort_value sort_decimal_value(const struct field *field, struct str text);
struct sort_value sort_ref_value(struct ref target, const struct index *index);

/* Absent values are last, up and down. */
int sort_values_compare(const struct sort_value *a, const struct sort_value *b, bool down);

/* From so many rows on ranks pay. */
enum { SORT_RANKS_FROM = 1 << 12 };

/*
 * The rank of each row of a kind by one key, a number that sorts like its value: equal values have equal ranks, rows
 * without one UINT32_MAX. The caller frees it. NULL: the values of nearly all rows differ; they must be compared.
 */
uint32_t *sort_ranks(const struct index *index, enum kind kind, const struct sort_key *key);

/*
 * The ranks of the codes of a field (index/codes.h), one more at the end for rows without a value; the caller frees
 * them. NULL: its values have no codes.
 */
uint32_t *sort_code_ranks(const struct index *index, enum kind kind, const struct sort_key *key, uint32_t *n_codes);

/* All rows of a kind by one figure that stands ready in order; out has room for all. False: it does not. */
bool sort_whole(const struct index *index, enum kind kind, const struct sort_key *key, struct ref *out);

#endif
